import {
  InvalidDynamicsError,
  MissingGradientError,
  ParametersError,
  type State,
  type StateFunction,
} from "@symplectic-adjoint/core";
import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { dynamicsWith, functionOf, type NamedFunction } from "./dynamics-with.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

const one = (): State<tf.Tensor> => [tf.scalar(1)];
const read = (tensor: unknown): number => (tensor as tf.Tensor).dataSync()[0] as number;

onEachEngine("Functions of time and state", () => {
  it("share one list of parameters with f: its own first, each once", () => {
    const [a, b, c] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3)), tf.scalar(5)];
    const f = (_: number, y: tf.Tensor) => tf.mul(a, y);
    const dynamics = dynamicsWith(f, tf.tensor1d([1, 2]), [
      ["save", (_: number, y: tf.Tensor) => ({ y, scaled: tf.mul(tf.mul(b, a), y) }), "tree"],
      ["events[0].condition", (_: number, y: tf.Tensor) => tf.sum(tf.mul(c, y)), "scalar"],
    ]);
    expect(dynamics.parameters).toEqual([a, b, c]);
    const [save, condition] = dynamics.functions as ReadonlyArray<StateFunction<tf.Tensor>>;
    const y = [tf.tensor1d([1, 10])];
    const g = [tf.tensor1d([1, 1]), tf.tensor1d([1, 0.5])];
    const saved = save?.pullback(0, y, g, [0, 1, 2]);
    expect(save?.structure).toMatchObject({ kind: "record", keys: ["y", "scaled"] });
    expectValues(saved?.value[1] as tf.Tensor, [6, 60]);
    expectValues(only(saved?.y ?? []), [7, 4]);
    expect(saved?.parameters.map(read)).toEqual([18, 12, 0]);
    const pulled = condition?.pullback(0, y, one(), [2, 0]);
    expect(pulled?.parameters.map(read)).toEqual([11, 0]);
    expect(pulled?.value[0]?.shape).toEqual([]);
    expectValues(only(dynamics.pullback(0, y, y, [1]).parameters), [0]);
  });

  it("are not recorded when they are evaluated, and leak nothing", () => {
    const w = tf.variable(tf.scalar(2));
    const y0 = tf.tensor1d([1, 2]);
    const save = (_: number, y: tf.Tensor) => [y, tf.mul(w, y), w];
    const f = (_: number, y: tf.Tensor) => tf.mul(y, tf.square(w));
    const dynamics = dynamicsWith(f, y0, [["save", save, "tree"]], { time: "tensor" });
    const func = only(dynamics.functions ?? []);
    const all = (): void => {
      tf.dispose([...func.evaluate(0, [y0])]);
      const g = [tf.tensor1d([1, 1]), tf.tensor1d([1, 1]), tf.scalar(1)];
      const { value, y, parameters, t } = func.pullback(0, [y0], g, [0], true);
      tf.dispose([...g, ...value, ...y, ...parameters]);
      expect(t).toBe(0);
    };
    expect(tensorsLeft(all)).toBe(0);
    expect(w.isDisposed).toBe(false);
    const failing = functionOf((t: number, y: tf.Tensor) => {
      const doubled = tf.mul(y, 2);
      if (t > 0) throw new Error("late");
      return doubled;
    }, "state");
    const state = [tf.tensor1d([1, 2])];
    const failed = (): void => {
      expect(() => failing.evaluate(1, state)).toThrow("late");
      expect(() => failing.pullback(1, state, state, [])).toThrow("late");
    };
    expect(tensorsLeft(failed)).toBe(0);
    const onTape = tf.grad((x: tf.Tensor) => {
      all();
      return tf.square(x);
    });
    expect(tensorsLeft(() => onTape(y0).dispose())).toBe(0);
  });

  it("may be models, and differentiate inside themselves", () => {
    const layer = tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" });
    const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [2] }), layer] });
    const energy = (y: tf.Tensor) => tf.sum(tf.mul(tf.square(y), 0.5)) as tf.Scalar;
    const y0 = tf.tensor2d([[1, 2]]);
    const dynamics = dynamicsWith((_: number, y: tf.Tensor) => tf.neg(y), y0, [
      ["save", model, "tree"],
      ["events[0].condition", (_: number, y: tf.Tensor) => tf.sum(tf.grad(energy)(y)), "scalar"],
    ]);
    const [save, condition] = dynamics.functions as ReadonlyArray<StateFunction<tf.Tensor>>;
    expect(dynamics.parameters).toHaveLength(1);
    expectValues(only(save?.evaluate(0, [y0]) ?? []), [3]);
    expectValues(only(save?.pullback(0, [y0], [tf.ones([1, 1])], [0]).parameters ?? []), [1, 2]);
    expectValues(only(condition?.pullback(0, [y0], one(), []).y ?? []), [1, 1]);
    model.dispose();
  });

  it("have the given parameters, which must affect at least one of them", () => {
    const [a, b] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))];
    const y0 = tf.scalar(1);
    const f = (_: number, y: tf.Tensor) => tf.neg(y);
    const reset: NamedFunction = [
      "events[0].reset",
      (_: number, y: tf.Tensor) => tf.mul(y, b),
      "state",
    ];
    const dynamics = dynamicsWith(f, y0, [reset], { parameters: [b] });
    expect(dynamics.parameters).toEqual([b]);
    expect(() => dynamicsWith(f, y0, [reset], { parameters: [a] })).toThrow(ParametersError);
  });

  it("must read all their parameters at the initial time, as f must", () => {
    const b = tf.variable(tf.scalar(3));
    const func = functionOf((t: number, y: tf.Tensor) => (t > 1 ? tf.mul(y, b) : y), "state");
    const y = [tf.tensor1d([1, 2])];
    expect(() => func.pullback(2, y, y, [])).toThrow(ParametersError);
    expect(() => func.pullback(2, y, y, [])).toThrow(/^save reads a tensor at t = 2/);
  });

  it("stay usable after a tensor that they captured was disposed of, if it is held", () => {
    const c = tf.scalar(3);
    const f = (_: number, y: tf.Tensor) => tf.neg(y);
    const condition: NamedFunction = [
      "events[0].condition",
      (_: number, y: tf.Tensor) => tf.mul(c, y),
      "scalar",
    ];
    const dynamics = dynamicsWith(f, tf.scalar(1), [condition]);
    const release = dynamics.hold?.();
    c.dispose();
    expectValues(only(dynamics.functions?.[0]?.evaluate(0, [tf.scalar(2)]) ?? []), [6]);
    release?.();
  });

  it("are watched: a change of their parameters is seen", () => {
    const b = tf.variable(tf.scalar(3));
    const f = (_: number, y: tf.Tensor) => tf.neg(y);
    const save: NamedFunction = ["save", (_: number, y: tf.Tensor) => tf.mul(y, b), "tree"];
    const changed = dynamicsWith(f, tf.scalar(1), [save]).watchParameters();
    expect(changed()).toBeUndefined();
    b.assign(tf.scalar(4));
    expect(changed()).toBe(0);
  });

  it("may return NaN", () => {
    const func = functionOf((_: number, y: tf.Tensor) => tf.sum(tf.log(tf.neg(y))), "scalar");
    expect(read(func.evaluate(0, [tf.tensor1d([1, 2])])[0])).toBeNaN();
  });

  const wrong: ReadonlyArray<readonly [string, () => unknown, NamedFunction[2], RegExp]> = [
    [
      "nothing",
      () => undefined,
      "scalar",
      /^save must return a scalar, .* undefined. Add the missing return to save/,
    ],
    ["a number", () => 1, "scalar", /returned 1. Compute it with tensors/],
    ["one element", () => tf.tensor1d([1]), "scalar", /returned float32 \[1\]\. .*tf\.squeeze/],
    ["a promise", async () => tf.scalar(1), "scalar", /a Promise\. save must be synchronous/],
    ["an integer", () => tf.scalar(1, "int32"), "scalar", /Compute in float32/],
    [
      "another shape",
      () => tf.scalar(1),
      "state",
      /a state with the structure of y, float32 \[2\]/,
    ],
    ["no tensor", () => ({}), "tree", /^save must return a float32 tensor, or a list/],
    ["a list of numbers", () => [1, 2], "tree", /^save must return a float32 tensor, or a list/],
    ["a promise of a tree", async () => [tf.scalar(1)], "tree", /save must be synchronous/],
    ["an integer tree", () => [tf.scalar(1, "int32")], "tree", /Compute in float32/],
  ];
  it.each(wrong)("must not return %s", (_, func, returns, message) => {
    for (const differentiate of [true, false]) {
      const attempt = () =>
        functionOf(func, returns, { differentiate }).evaluate(0, [tf.tensor1d([1, 2])]);
      expect(attempt).toThrow(InvalidDynamicsError);
      expect(attempt).toThrow(message);
    }
  });

  it("must return the same structure and shapes every time", () => {
    const func = functionOf((t: number, y: tf.Tensor) => (t > 1 ? { y } : [y]), "tree");
    const attempt = () => func.evaluate(2, [tf.tensor1d([1, 2])]);
    expect(attempt).toThrow(InvalidDynamicsError);
    expect(attempt).toThrow(/^save must return the same structure .*, \[float32 \[2\]\], but/);
  });

  it("must be functions or models, must not draw random numbers, and need gradients", () => {
    expect(() => functionOf(3, "tree")).toThrow(/^save must be a function of \(t, y\), or a/);
    const noisy = () => functionOf(() => tf.randomNormal([]), "scalar");
    expect(noisy).toThrow(/^save draws random numbers/);
    const sorted = (_: number, y: tf.Tensor) => tf.reverse(tf.topk(y, 2).values);
    expect(() => functionOf(sorted, "state")).toThrow(MissingGradientError);
    expect(() => functionOf(sorted, "state")).toThrow(/The operation TopK in save/);
    expect(() => functionOf(sorted, "state", { differentiate: false })).not.toThrow();
  });
});
