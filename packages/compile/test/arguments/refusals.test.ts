import {
  CompilationError,
  InvalidArgumentError,
  InvalidDynamicsError,
} from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { expect, test, vi } from "vitest";
import { compiled } from "../../src/index.js";
import { expectClose } from "../support/expect-close.js";
import { eachLeavesNothing } from "./support/leaving-nothing.js";
import { backendOf, dynamicsOn, solved } from "./support/solved.js";
import { vector, y0 } from "./support/vectors.js";

eachLeavesNothing();

const product = (_t: number, y: tf.Tensor, a: tf.Tensor, b: tf.Tensor) =>
  tf.add(tf.mul(tf.sin(y), a), tf.square(b));

/** The error that is thrown. */
function thrown(body: () => unknown): Error {
  try {
    body();
  } catch (error) {
    return error as Error;
  }
  throw new Error("Nothing was thrown.");
}

test("A function that needs arguments is not solved without them.", () => {
  const error = thrown(() => solved(compiled(product), y0()));
  expect(error).toBeInstanceOf(InvalidDynamicsError);
  expect(error.message).toMatch(/2 further arguments.*f\.with\(a, b\)/s);
  const many = compiled(
    (_t, y: tf.Tensor, a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor) =>
      tf.addN([y, a, b, c, d]),
  );
  expect(thrown(() => solved(many, y0())).message).toContain("f.with(a, b, c, …)");
  const one = compiled((_t, y: tf.Tensor, a: tf.Tensor) => tf.mul(y, a), {
    onUnsupported: "interpret",
  });
  expect(thrown(() => solved(one, y0())).message).toMatch(/a further argument.*f\.with\(a\)/s);
});

test("Arguments must be tensors of real numbers, one for each parameter.", () => {
  const g = compiled(product) as unknown as { with(...args: Array<unknown>): unknown };
  const cases: ReadonlyArray<readonly [ReadonlyArray<unknown>, RegExp]> = [
    [[], /2 further arguments.*there are 0.*f\.with\(a, b\)/s],
    [[vector(1)], /there is 1/],
    [[vector(1), vector(2), vector(3)], /there are 3/],
    [[vector(1), 0.5], /args\[1\] must be a tensor.*got 0\.5.*tf\.scalar/s],
    [[undefined, vector(1)], /args\[0\].*must be a tensor/s],
    [[vector(1), tf.complex([1], [2])], /args\[1\].*real numbers.*tf\.real\(z\)/s],
    [[tf.tensor(["a"]), vector(1)], /args\[0\].*real numbers/s],
  ];
  for (const [args, message] of cases) {
    const error = thrown(() => g.with(...args));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error.message).toMatch(message);
  }
});

test("Functions that have no parameter for an argument are refused.", () => {
  const without = compiled((_t, y: tf.Tensor) => tf.neg(y)) as unknown as {
    with(...args: Array<tf.Tensor>): unknown;
  };
  const error = thrown(() => solved(without.with(vector(1)), y0()));
  expect(error).toBeInstanceOf(CompilationError);
  expect(error.message).toMatch(/args.*not read by f/s);
  const rest = compiled((_t, y: tf.Tensor, ...all: ReadonlyArray<tf.Tensor>) =>
    tf.addN([y, ...all]),
  );
  expect(solved(rest.with(vector(1), vector(2)), y0()).parameters.length).toBe(2);
  expect(solved(rest.with(), y0()).parameters.length).toBe(0);
  const model = { apply: (y: tf.Tensor) => y, trainableWeights: [] };
  const ofModel = compiled(model) as unknown as typeof without;
  expect(() => ofModel.with(vector(1))).toThrow(/it is a model/);
});

test("A bound function is not bound again.", () => {
  const bound = compiled(product).with(vector(1), vector(2));
  expect(() => (bound as unknown as { with(a: tf.Tensor): void }).with(vector(3))).toThrow(
    /has its further arguments already/,
  );
  expect(solved(bound.with(), y0())).toEqual(solved(bound, y0()));
});

test("An argument that is disposed is named; nothing is traced.", () => {
  const g = compiled(product);
  const [a, b, c] = [vector(1), vector(2), vector(3)];
  const bound = g.with(a, b);
  expect(solved(bound, y0()).traces).toBe(1);
  b.dispose();
  const error = thrown(() => solved(bound, y0()));
  expect(error).toBeInstanceOf(InvalidArgumentError);
  expect(error.message).toMatch(/args\[1\].*is disposed/s);
  expect(() => g.with(b, c)).toThrow(/args\[0\].*is disposed/s);
  expect(solved(g.with(a, c), y0()).traces).toBe(1);
});

test("A function must not read an argument directly, at the first solve or at a later one.", () => {
  const fixed = vector(1);
  const captures = (_t: number, y: tf.Tensor, a: tf.Tensor) => tf.add(tf.mul(y, fixed), a);
  for (const others of [[], [vector(2)]]) {
    const g = compiled(captures);
    for (const other of others)
      expect(solved(g.with(other), y0()).parameters).toEqual([fixed, other]);
    const error = thrown(() => solved(g.with(fixed), y0()));
    expect(error).toBeInstanceOf(CompilationError);
    expect(error.message).toMatch(/args\[0\].*read by a function of the solve directly/s);
    const other = vector(3);
    expect(solved(g.with(other), y0()).parameters).toEqual([fixed, other]);
  }
});

test("A function that may be interpreted reads its arguments in every way.", () => {
  const fixed = vector(1);
  const captures = (_t: number, y: tf.Tensor, a: tf.Tensor) => tf.add(tf.mul(y, fixed), a);
  const found = solved(compiled(captures, { onUnsupported: "interpret" }).with(fixed), y0());
  const expected = solved((t: number, y: tf.Tensor) => captures(t, y, fixed), y0());
  expect(found.interpreted).toMatch(/args\[0\]/);
  expect(found.parameters).toEqual([fixed]);
  expectClose(found.gradients, expected.gradients, 1e-6);
});

test.each(["webgl", "webgpu"])("On %s it runs as it is.", (gpu) => {
  const [a, b, y] = [vector(1), vector(2), y0()];
  const bound = compiled(product).with(a, b);
  const named = vi.spyOn(tf.engine(), "backendName", "get").mockReturnValue(gpu);
  try {
    const backend = backendOf(bound, y);
    expect(() => backendOf(compiled(product), y)).toThrow(/f\.with\(a, b\)/);
    named.mockRestore();
    const dynamics = dynamicsOn(backend, bound, y);
    expect(dynamics.compilation).toEqual({ interpreted: expect.stringContaining(gpu) });
    expect(dynamics.parameters).toEqual([a, b]);
    const [value] = dynamics.evaluate(0, [y]) as [tf.Tensor];
    expectClose([value.dataSync()], [product(0, y, a, b).dataSync()], 1e-7);
  } finally {
    named.mockRestore();
  }
});

test("Values of arguments are not read in f.", () => {
  const reads = (_t: number, y: tf.Tensor, a: tf.Tensor) => tf.mul(y, a.dataSync()[0] as number);
  expect(() => solved(compiled(reads).with(vector(1)), y0())).toThrow(/reads values of a tensor/);
});

test("Variables are not assigned to in f, however it got them.", () => {
  let traced = false;
  const assigns = (_t: number, y: tf.Tensor, a: tf.Tensor) => {
    if (traced) (a as tf.Variable).assign(vector(5));
    traced = true;
    return tf.mul(y, a);
  };
  const variable = tf.variable(vector(1));
  expect(() => solved(compiled(assigns).with(variable), y0())).toThrow(/assigns to a variable/);
  expectClose([variable.dataSync()], [vector(1).dataSync()], 1e-7);
});
