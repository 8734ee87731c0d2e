import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compiled } from "../../src/index.js";
import { expectClose } from "../support/expect-close.js";
import { eachLeavesNothing } from "./support/leaving-nothing.js";
import { type Solved, solved } from "./support/solved.js";
import { vector, y0 } from "./support/vectors.js";

eachLeavesNothing();

/** Both have the same parameters, values and gradients. */
function expectSame(found: Solved, expected: Solved): void {
  expect(found.parameters).toEqual(expected.parameters);
  expectClose(found.values, expected.values, 2e-6);
  expectClose(found.gradients, expected.gradients, 5e-6);
}

type F = (t: number, y: tf.Tensor, ...args: Array<tf.Tensor>) => tf.Tensor;

/** Compares f with these arguments with the closure; returns the number of traces. */
function compare(
  g: { with(...args: Array<tf.Tensor>): unknown },
  f: F,
  args: ReadonlyArray<tf.Tensor>,
  options?: Parameters<typeof solved>[2],
): number | undefined {
  const found = solved(g.with(...args), y0(), options);
  expectSame(
    found,
    solved((t: number, y: tf.Tensor) => f(t, y, ...args), y0(), options),
  );
  return found.traces;
}

const product = (_t: number, y: tf.Tensor, a: tf.Tensor, b: tf.Tensor) =>
  tf.add(tf.mul(tf.sin(y), a), tf.square(b));

describe("A function with further arguments", () => {
  it("is traced once for ten batches, whatever becomes of the tensors of earlier ones.", () => {
    const weight = tf.variable(tf.tensor1d([0.2, 0.4, -0.3]));
    const f: F = (_t, y, a, b) =>
      tf.mul(tf.tanh(tf.add(tf.mul(y, weight), a as tf.Tensor)), b as tf.Tensor);
    const g = compiled(f);
    for (let i = 0; i < 10; i++) {
      const args = [vector(i), tf.scalar(1 + i)];
      expect(compare(g, f, args)).toBe(1);
      tf.dispose(args);
      weight.assign(tf.mul(weight, 0.9));
    }
  });

  it("has the derivatives that are known in closed form.", () => {
    const g = compiled(product);
    for (let i = 0; i < 3; i++) {
      const [a, b] = [vector(i), vector(i + 5)];
      const { parameters, gradients } = solved(g.with(a, b), y0());
      expect(parameters).toEqual([a, b]);
      const numbers = [y0(), a, b].map((x) => Array.from(x.dataSync()));
      const [y, c, d] = numbers as [Array<number>, Array<number>, Array<number>];
      expectClose(
        gradients,
        [y.map((x, j) => Math.cos(x) * (c[j] as number)), y.map(Math.sin), d.map((x) => 2 * x)],
        1e-6,
      );
    }
  });

  it("may get the same tensor twice, which is one parameter.", () => {
    const g = compiled(product);
    const [a, b, c] = [vector(1), vector(2), vector(3)];
    const order = [
      [a, a],
      [b, c],
      [c, c],
      [c, b],
      [b, b],
    ] as const;
    expect(order.map((args) => compare(g, product, args))).toEqual([1, 2, 2, 2, 2]);
    const { parameters } = solved(g.with(a, a), y0());
    expect(parameters).toEqual([a]);
  });

  it("has a program for each way in which arguments are the same.", () => {
    const f: F = (_t, y, a, b, c) =>
      tf.add(tf.mul(y, a as tf.Tensor), tf.mul(tf.square(b as tf.Tensor), c as tf.Tensor));
    const g = compiled(f);
    const [a, b] = [vector(1), vector(2)];
    const ways = [
      [a, a, b],
      [a, b, b],
      [a, b, a],
      [b, a, a],
    ] as const;
    expect(ways.map((args) => compare(g, f, args))).toEqual([1, 2, 3, 3]);
  });

  it("may get tensors that share a buffer, which gradients inside f save.", () => {
    const inner: F = (_t, y, a, b) =>
      tf.grad((z: tf.Tensor) =>
        tf.sum(tf.mul(tf.mul(tf.tanh(tf.mul(z, a as tf.Tensor)), z), b as tf.Tensor)),
      )(y);
    const g = compiled(inner);
    const x = vector(1);
    expect(compare(g, inner, [x, x.clone()])).toBe(1);
    expect(compare(g, inner, [x, vector(2)])).toBe(1);
    expect(compare(g, inner, [vector(3), vector(4)])).toBe(1);
    // Also with a tensor that f captured.
    const fixed = vector(5);
    const captures: F = (t, y, a) => inner(t, y, fixed, a as tf.Tensor);
    const h = compiled(captures);
    expect(compare(h, captures, [fixed.clone()])).toBe(1);
    expect(compare(h, captures, [vector(6)])).toBe(1);
  });

  it("has variables first among its parameters; those that are not trained are none.", () => {
    const g = compiled(product);
    const [a, b] = [vector(1), vector(2)];
    const trained = tf.variable(vector(3));
    const constant = tf.variable(vector(4), false);
    expect(compare(g, product, [a, trained])).toBe(1);
    expect(solved(g.with(a, trained), y0()).parameters).toEqual([trained, a]);
    expect(compare(g, product, [constant, b])).toBe(2);
    expect(solved(g.with(constant, b), y0()).parameters).toEqual([b]);
    expect(compare(g, product, [b, a])).toBe(3);
    trained.assign(vector(7));
    expect(compare(g, product, [vector(8), trained])).toBe(3);
  });

  it("has the parameters that are named, among them arguments.", () => {
    const weight = tf.variable(vector(9));
    const f: F = (_t, y, a, b) =>
      tf.add(tf.mul(tf.mul(tf.sin(y), a as tf.Tensor), weight), tf.square(b as tf.Tensor));
    const g = compiled(f);
    for (const i of [0, 1]) {
      const [a, b] = [vector(i), vector(i + 2)];
      expect(compare(g, f, [a, b], { parameters: [weight, b] })).toBe(1);
    }
    const [a, b] = [vector(3), vector(4)];
    expect(compare(g, f, [a, b], { parameters: [b, a] })).toBe(2);
    expect(compare(g, f, [b, a], { parameters: [a, b] })).toBe(2);
    expect(compare(g, f, [a, b], { parameters: { w: weight } })).toBe(3);
    expect(compare(g, f, [a, b], { differentiate: false })).toBe(4);
    // A weight of a layer stands for its variable.
    const layer = { read: () => trained, write() {} };
    const [trained, other] = [tf.variable(vector(5)), tf.variable(vector(6))];
    expect(compare(g, f, [a, trained], { parameters: [layer] })).toBe(5);
    expect(compare(g, f, [trained, a], { parameters: [layer] })).toBe(6);
    expect(() => solved(g.with(a, other), y0(), { parameters: [layer] })).toThrow(/do not affect/);
  });

  it("is traced again for other shapes and types only.", () => {
    const f: F = (_t, y, a) => tf.mul(y, tf.cast(a as tf.Tensor, "float32"));
    const g = compiled(f);
    const all = [vector(1), tf.scalar(2), tf.scalar(3, "int32"), vector(4), tf.scalar(-1, "int32")];
    expect(all.map((a) => compare(g, f, [a]))).toEqual([1, 2, 3, 3, 3]);
  });

  it("is traced again if the values of indices changed.", () => {
    const f: F = (_t, y, a, b) => tf.mul(tf.gather(y, a as tf.Tensor1D), b as tf.Tensor);
    const g = compiled(f);
    const indices = (...values: Array<number>) => tf.tensor1d(values, "int32");
    const batches = [
      [0, 1, 2],
      [0, 1, 2],
      [2, 2, 0],
      [2, 2, 0],
      [0, 1, 2],
    ];
    const traces = batches.map((values, i) => compare(g, f, [indices(...values), vector(i)]));
    expect(traces).toEqual([1, 1, 2, 2, 3]);
  });

  it("may return an argument, or not read it.", () => {
    const f: F = (_t, y, a, _b) => (y.rank > 5 ? y : (a as tf.Tensor));
    const g = compiled((t: number, y: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => f(t, y, a, b));
    expect(compare(g as never, f, [vector(1), vector(2)])).toBe(1);
    expect(compare(g as never, f, [vector(3), vector(4)])).toBe(1);
  });

  it("may be several at once, each with its tensors.", () => {
    const g = compiled(product);
    const bound = [0, 1, 2].map((i) => [vector(i), vector(i + 3)] as const);
    const runs = bound.map(([a, b]) => g.with(a, b));
    for (let round = 0; round < 2; round++)
      for (const [i, run] of runs.entries()) {
        const [a, b] = bound[i] as readonly [tf.Tensor, tf.Tensor];
        const found = solved(run, y0());
        expect(found.traces).toBe(1);
        expectSame(
          found,
          solved((t: number, y: tf.Tensor) => product(t, y, a, b), y0()),
        );
      }
  });

  it("can be called.", () => {
    const g = compiled(product);
    const [a, b] = [vector(1), vector(2)];
    const expected = Array.from(product(0, y0(), a, b).dataSync());
    expect(Array.from(g(0, y0(), a, b).dataSync())).toEqual(expected);
    expect(Array.from(g.with(a, b)(0, y0()).dataSync())).toEqual(expected);
    expect(g.with(a, b).name).toBe("product");
  });
});
