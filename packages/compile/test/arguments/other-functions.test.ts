import type { FunctionRequest } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compiled } from "../../src/index.js";
import { expectClose } from "../support/expect-close.js";
import { eachLeavesNothing } from "./support/leaving-nothing.js";
import { solved } from "./support/solved.js";
import { vector, y0 } from "./support/vectors.js";

eachLeavesNothing();

const f = (_t: number, y: tf.Tensor, a: tf.Tensor) => tf.mul(tf.sin(y), a);
const saved = (_t: number, y: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => [
  tf.mul(tf.square(y), a),
  tf.sum(tf.mul(b, y)),
];
const condition = (_t: number, y: tf.Tensor, level: tf.Tensor) => tf.sub(tf.sum(y), tf.sum(level));

const requests = (save: unknown, event: unknown): ReadonlyArray<FunctionRequest> => [
  { name: "save", func: save, returns: "tree" },
  { name: "events[0].condition", func: event, returns: "scalar" },
];

describe("Functions of the same solve", () => {
  it("may be compiled ones with arguments, also with those of f.", () => {
    const [g, save, event] = [compiled(f), compiled(saved), compiled(condition)];
    const run = (a: tf.Tensor, b: tf.Tensor, level: tf.Tensor) => {
      const found = solved(g.with(a), y0(), {
        functions: requests(save.with(a, b), event.with(level)),
      });
      const expected = solved((t: number, y: tf.Tensor) => f(t, y, a), y0(), {
        functions: requests(
          (t: number, y: tf.Tensor) => saved(t, y, a, b),
          (t: number, y: tf.Tensor) => condition(t, y, level),
        ),
      });
      expect(found.parameters).toEqual(expected.parameters);
      expectClose(found.values, expected.values, 2e-6);
      expectClose(found.gradients, expected.gradients, 5e-6);
      return found.traces;
    };
    for (let i = 0; i < 3; i++) expect(run(vector(i), vector(i + 5), tf.scalar(i))).toBe(1);
    const same = vector(9);
    expect(run(same, same, tf.scalar(1))).toBe(2);
    expect(run(vector(7), vector(8), tf.scalar(1))).toBe(2);
  });

  it("may be plain ones.", () => {
    const weight = tf.variable(vector(4));
    const save = (_t: number, y: tf.Tensor) => [tf.mul(y, weight)];
    const event = (_t: number, y: tf.Tensor) => tf.sum(y);
    const g = compiled(f);
    for (let i = 0; i < 3; i++) {
      const a = vector(i);
      const functions = requests(save, event);
      const found = solved(g.with(a), y0(), { functions });
      const expected = solved((t: number, y: tf.Tensor) => f(t, y, a), y0(), { functions });
      expect(found.traces).toBe(1);
      expect(found.parameters).toEqual(expected.parameters);
      expectClose(found.values, expected.values, 2e-6);
      expectClose(found.gradients, expected.gradients, 5e-6);
    }
  });

  it("must have their arguments.", () => {
    const [a, b] = [vector(1), vector(2)];
    const [g, save] = [compiled(f), compiled(saved)];
    const functions = (one: unknown) => requests(one, (_t: number, y: tf.Tensor) => tf.sum(y));
    expect(() => solved(g.with(a), y0(), { functions: functions(save) })).toThrow(
      /save.*2 further arguments.*\.with\(a, b\)/s,
    );
    const bound = save.with(a, b);
    b.dispose();
    expect(() => solved(g.with(a), y0(), { functions: functions(bound) })).toThrow(
      /save: args\[1\].*disposed/s,
    );
  });

  it("are interpreted with their arguments if they cannot be compiled.", () => {
    const unsupported = (_t: number, y: tf.Tensor, a: tf.Tensor) =>
      tf.mul(tf.topk(y as tf.Tensor1D, 3).values, a);
    const save = compiled(unsupported);
    const g = compiled(f, { onUnsupported: "interpret" });
    for (const i of [1, 2]) {
      const [a, b] = [vector(i), vector(i + 5)];
      const functions = (one: unknown): ReadonlyArray<FunctionRequest> => [
        { name: "save", func: one, returns: "tree" },
      ];
      const given = { differentiate: false };
      const found = solved(g.with(a), y0(), { ...given, functions: functions(save.with(b)) });
      const plain = (t: number, y: tf.Tensor) => unsupported(t, y, b);
      const expected = solved((t: number, y: tf.Tensor) => f(t, y, a), y0(), {
        ...{ ...given, functions: functions(plain) },
      });
      expect(found.interpreted).toEqual(["save"]);
      expectClose(found.values, expected.values, 2e-6);
    }
  });
});
