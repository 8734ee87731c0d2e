import {
  type DynamicsContext,
  flattenTree,
  InvalidArgumentError,
  InvalidDynamicsError,
  MissingGradientError,
  ParametersError,
  type State,
  type StateFunction,
  type Tree,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";
import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { type TensorFunction, tfjs } from "../src/index.js";
import { everyParameter } from "./every-parameter.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

type Named = readonly [name: string, func: unknown, returns: "scalar" | "state" | "tree"];
type Options = Pick<DynamicsContext<tf.Tensor>, "parameters" | "time"> & {
  readonly differentiate?: boolean;
};

function dynamicsWith(
  func: unknown,
  y0: Tree<tf.Tensor>,
  functions: ReadonlyArray<Named> = [],
  options: Options = {},
) {
  const { leaves, structure } = flattenTree(y0, tfjs.isArray);
  const requests = functions.map(([name, func, returns]) => ({ name, func, returns }));
  const context = { t0: 0, y0: leaves, structure, differentiate: true, ...options };
  return tfjs.dynamics(func as TensorFunction, { ...context, functions: requests });
}

function functionOf(
  func: unknown,
  returns: "scalar" | "state" | "tree",
  options: Options = {},
): StateFunction<tf.Tensor> {
  const f = (_: number, y: tf.Tensor) => tf.neg(y);
  const { functions = [] } = dynamicsWith(
    f,
    tf.tensor1d([1, 2]),
    [["save", func, returns]],
    options,
  );
  return only(functions);
}

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
    const reset: Named = ["events[0].reset", (_: number, y: tf.Tensor) => tf.mul(y, b), "state"];
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
    const condition: Named = [
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
    const save: Named = ["save", (_: number, y: tf.Tensor) => tf.mul(y, b), "tree"];
    const changed = dynamicsWith(f, tf.scalar(1), [save]).watchParameters();
    expect(changed()).toBeUndefined();
    b.assign(tf.scalar(4));
    expect(changed()).toBe(0);
  });

  it("may return NaN", () => {
    const func = functionOf((_: number, y: tf.Tensor) => tf.sum(tf.log(tf.neg(y))), "scalar");
    expect(read(func.evaluate(0, [tf.tensor1d([1, 2])])[0])).toBeNaN();
  });

  const wrong: ReadonlyArray<readonly [string, () => unknown, Named[2], RegExp]> = [
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

onEachEngine("The time", () => {
  const driven = (t: tf.Tensor, y: tf.Tensor) => tf.mul(tf.sin(tf.mul(t, 2)), y);
  const y = (): State<tf.Tensor> => [tf.tensor1d([1, 3])];
  const g = (): State<tf.Tensor> => [tf.tensor1d([10, 1])];
  const expected = 13 * 2 * Math.cos(2 * 0.6);

  it("is a number by default, and a scalar tensor on request, for all functions", () => {
    const seen: Array<unknown> = [];
    const note = (t: unknown, y: tf.Tensor) => {
      seen.push(t instanceof tf.Tensor ? [t.shape, t.dtype, read(t)] : t);
      return tf.neg(y);
    };
    for (const time of ["number", "tensor"] as const) {
      const dynamics = dynamicsWith(note, tf.scalar(1), [["save", note, "tree"]], {
        time,
        differentiate: false,
      });
      dynamics.evaluate(0.5, one());
      dynamics.functions?.[0]?.evaluate(0.25, one());
    }
    expect(seen).toEqual([0.5, 0.25, [[], "float32", 0.5], [[], "float32", 0.25]]);
  });

  it("as a tensor has a cotangent, and is traced as no parameter", () => {
    const dynamics = dynamicsWith(driven, tf.tensor1d([1, 3]), [], { time: "tensor" });
    expect(dynamics.parameters).toEqual([]);
    const pulled = dynamics.pullback(0.6, y(), g(), [], true);
    expectValues(pulled.t as tf.Tensor, [expected]);
    expect((pulled.t as tf.Tensor).shape).toEqual([]);
    const s = Math.sin(1.2);
    expectValues(only(pulled.y), [10 * s, s]);
    const recorded = dynamics.record(0.6, y(), true);
    for (let again = 0; again < 2; again++) {
      expectValues(recorded.pullback(g(), [], true).t as tf.Tensor, [expected]);
      expect(recorded.pullback(g(), []).t).toBeUndefined();
      expectValues(only(recorded.pullback(g(), []).y), [10 * s, s]);
    }
    recorded.release();
  });

  it("costs nothing where its cotangent is not requested: fewer tensors are kept", () => {
    const kept = (wantsTime?: boolean): number => {
      const dynamics = dynamicsWith(driven, tf.tensor1d([1, 3]), [], { time: "tensor" });
      const state = y();
      const before = tf.memory().numTensors;
      const recorded = dynamics.record(0.6, state, wantsTime);
      const count = tf.memory().numTensors - before;
      recorded.release();
      return count;
    };
    expect(kept()).toBeLessThan(kept(true));
    const dynamics = dynamicsWith(driven, tf.tensor1d([1, 3]), [], { time: "tensor" });
    const recorded = dynamics.record(0.6, y());
    expect(() => recorded.pullback(g(), [], true)).toThrow(InvalidArgumentError);
    recorded.release();
  });

  it("is not differentiated in a pullback of a record that does not request it", () => {
    let derivatives = 0;
    const squared = tf.customGrad((input) => {
      const t = input as tf.Tensor;
      const gradFunc = (dy: tf.Tensor) => {
        derivatives++;
        return tf.mul(dy, tf.mul(t, 2));
      };
      return { value: tf.square(t), gradFunc };
    });
    const f = (t: tf.Tensor, y: tf.Tensor) => tf.mul(y, squared(t));
    const dynamics = dynamicsWith(f, tf.tensor1d([1, 3]), [], { time: "tensor" });
    const recorded = dynamics.record(0.5, y(), true);
    expectValues(only(recorded.pullback(g(), []).y), [2.5, 0.25]);
    expect(derivatives).toBe(0);
    expectValues(recorded.pullback(g(), [], true).t as tf.Tensor, [13]);
    expect(derivatives).toBe(1);
    recorded.release();
  });

  it("may itself be the value, or unused", () => {
    const save = (t: tf.Tensor, y: tf.Tensor) => ({ t, y });
    const f = (_: tf.Tensor, y: tf.Tensor) => tf.neg(y);
    const tree: Named = ["save", save, "tree"];
    const dynamics = dynamicsWith(f, tf.tensor1d([1, 3]), [tree], { time: "tensor" });
    expect(dynamics.pullback(1, y(), g(), [], true).t).toBe(0);
    const func = only(dynamics.functions ?? []);
    const all = (): void => {
      const [state, seed] = [y(), [tf.scalar(4), tf.tensor1d([1, 1])]];
      const { value, t, y: bar } = func.pullback(0.5, state, seed, [], true);
      expectValues(value[0] as tf.Tensor, [0.5]);
      expectValues(t as tf.Tensor, [4]);
      expectValues(func.evaluate(0.25, state)[0] as tf.Tensor, [0.25]);
      tf.dispose([...seed, ...state, ...value, ...bar, t as tf.Tensor]);
    };
    expect(tensorsLeft(() => tf.tidy(all))).toBe(0);
  });

  it("as a number has the cotangent 0 if it is not used; that is found out once", () => {
    let calls = 0;
    const autonomous = (_: number, y: tf.Tensor) => {
      calls++;
      return tf.neg(y);
    };
    const dynamics = dynamicsWith(autonomous, tf.tensor1d([1, 3]));
    calls = 0;
    expect(dynamics.pullback(1, y(), g(), []).t).toBeUndefined();
    expect(calls).toBe(1);
    for (let again = 0; again < 3; again++)
      expect(dynamics.pullback(1, y(), g(), [], true).t).toBe(0);
    expect(calls).toBe(1 + 3 + 1);
    const recorded = dynamics.record(1, y(), true);
    expect(recorded.pullback(g(), [], true).t).toBe(0);
    expect(calls).toBe(6);
    recorded.release();
  });

  const used: ReadonlyArray<readonly [string, (t: number, y: tf.Tensor) => tf.Tensor]> = [
    ["arithmetic", (t, y) => tf.mul(y, Math.sin(t))],
    ["an operation", (t, y) => tf.mul(y, t)],
    ["a tensor", (t, y) => tf.mul(y, tf.scalar(t))],
    ["a filled tensor", (t, y) => tf.add(y, tf.fill([2], t))],
    ["a list", (t, y) => tf.add(y, tf.tensor1d([t, 1]))],
    ["a comparison", (t, y) => (t > 5 ? y : tf.neg(y))],
  ];
  it.each(used)("as a number has no cotangent if it is used in %s", (_, f) => {
    const dynamics = dynamicsWith(f, tf.tensor1d([1, 3]));
    const [state, cotangent] = [y(), g()];
    const attempt = () => dynamics.pullback(0.5, state, cotangent, [], true);
    expect(attempt).toThrow(UnsupportedGradientError);
    expect(attempt).toThrow(/^f uses t as a number, .*Write time: "tensor" in the options/);
    const recording = (): void => {
      const recorded = dynamics.record(0.5, state, true);
      expect(() => recorded.pullback(cotangent, [], true)).toThrow(UnsupportedGradientError);
      const pulled = recorded.pullback(cotangent, []);
      tf.dispose([...pulled.y, ...recorded.value]);
      recorded.release();
      expect(attempt).toThrow();
    };
    expect(tensorsLeft(recording)).toBe(0);
  });

  it("has cotangents in conditions, resets and what is saved", () => {
    const condition = (t: tf.Tensor, y: tf.Tensor) => tf.sub(tf.sum(y), tf.square(t));
    const dynamics = dynamicsWith(
      driven,
      tf.tensor1d([1, 3]),
      [
        ["events[0].condition", condition, "scalar"],
        ["events[0].reset", (t: tf.Tensor, y: tf.Tensor) => tf.mul(t, y), "state"],
      ],
      { time: "tensor" },
    );
    const [event, reset] = dynamics.functions as ReadonlyArray<StateFunction<tf.Tensor>>;
    expectValues(event?.pullback(3, y(), one(), [], true).t as tf.Tensor, [-6]);
    expectValues(reset?.pullback(3, y(), g(), [], true).t as tf.Tensor, [13]);
  });

  it("works with gradients inside f, of a function of the time, too", () => {
    const w = tf.variable(tf.scalar(0.7));
    const potential = (t: tf.Tensor) => (z: tf.Tensor) =>
      tf.sum(tf.mul(tf.mul(w, tf.square(t)), tf.tanh(z))) as tf.Scalar;
    const f = (t: tf.Tensor, z: tf.Tensor) => tf.grad(potential(t))(z);
    const dynamics = dynamicsWith(f, tf.scalar(0.3), [], { time: "tensor" });
    const pulled = dynamics.pullback(2, [tf.scalar(0.3)], one(), everyParameter(dynamics), true);
    const d = 1 - Math.tanh(0.3) ** 2;
    expectValues(only(pulled.value), [0.7 * 4 * d]);
    expectValues(pulled.t as tf.Tensor, [0.7 * 2 * 2 * d]);
    expectValues(only(pulled.parameters), [4 * d]);
    expectValues(only(pulled.y), [0.7 * 4 * -2 * Math.tanh(0.3) * d]);
    const rate = (t: tf.Tensor, y: tf.Tensor) => tf.mul(y, tf.grad((s) => tf.sin(s))(t));
    const inner = dynamicsWith(rate, tf.scalar(1), [], { time: "tensor" });
    const { t } = inner.pullback(2, [tf.scalar(3)], one(), [], true);
    expectValues(t as tf.Tensor, [-3 * Math.sin(2)]);
  });

  it("works in tf.customGrad, whose closure may read it", () => {
    const f = (t: tf.Tensor, y: tf.Tensor) => tf.mul(y, tf.logSigmoid(t));
    const dynamics = dynamicsWith(f, tf.tensor1d([1, 3]), [], { time: "tensor" });
    const slope = 13 / (1 + Math.exp(0.6));
    expectValues(dynamics.pullback(0.6, y(), g(), [], true).t as tf.Tensor, [slope]);
    const recorded = dynamics.record(0.6, y(), true);
    expectValues(recorded.pullback(g(), [], true).t as tf.Tensor, [slope]);
    recorded.release();
  });
});
