import {
  InvalidArgumentError,
  type State,
  type StateFunction,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";
import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { dynamicsWith, type NamedFunction } from "./dynamics-with.js";
import { everyParameter } from "./every-parameter.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

const one = (): State<tf.Tensor> => [tf.scalar(1)];
const read = (tensor: unknown): number => (tensor as tf.Tensor).dataSync()[0] as number;

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
    const tree: NamedFunction = ["save", save, "tree"];
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
