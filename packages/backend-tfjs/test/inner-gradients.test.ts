import { InvalidDynamicsError, type State } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { withInnerGradients } from "../src/recording/evaluation.js";
import { recordCall } from "../src/recording/record-call.js";
import { disposeSaved } from "../src/tfjs-internals/tape-node.js";
import { dynamicsOf } from "./dynamics-of.js";
import { everyParameter } from "./every-parameter.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine } from "./on-each-engine.js";

type Ode = (t: number, y: tf.Tensor) => tf.Tensor;
const first = (state: State<tf.Tensor>): tf.Tensor => state[0] as tf.Tensor;

/** V'' (y) for V = Σ w tanh(z) + Σ elu(v z), through saved outputs and a kernel without a registered gradient. */
function curvature(w: tf.Tensor, v: tf.Tensor): Ode {
  const potential = (z: tf.Tensor): tf.Tensor =>
    tf.add(tf.sum(tf.mul(w, tf.tanh(z))), tf.sum(tf.elu(tf.mul(v, z))));
  const slope = (x: tf.Tensor): tf.Tensor => tf.grad(potential)(x);
  return (_t, y) => tf.grad((x: tf.Tensor) => tf.sum(slope(x)))(y);
}

/** The same in numbers, with its derivatives for y, w and v. */
function curvatureByHand(y: number, w: number, v: number) {
  const [th, e] = [Math.tanh(y), Math.exp(v * y)];
  const d = 1 - th * th;
  return {
    value: -2 * w * th * d + v * v * e,
    y: -2 * w * d * (1 - 3 * th * th) + v ** 3 * e,
    w: -2 * th * d,
    v: (2 * v + v * v * y) * e,
  };
}

/** Flags that users can set; the engine itself then records. */
const modes: Record<string, (body: () => void) => Promise<unknown>> = {
  "as it is": async (body) => body(),
  "in debug mode": async (body) => {
    tf.env().set("DEBUG", true);
    try {
      body();
    } finally {
      tf.env().set("DEBUG", false);
      // Its default is DEBUG, as that was when this flag was first read.
      tf.env().set("CHECK_COMPUTATION_FOR_ERRORS", false);
    }
  },
  "while it is profiled": (body) => tf.profile(body as () => tf.TensorContainer),
};

onEachEngine("Derivatives that f takes", () => {
  it.each(Object.keys(modes))(
    "have the correct value and gradient on an engine %s.",
    async (mode) => {
      const [w, v] = [tf.variable(tf.scalar(0.8)), tf.variable(tf.scalar(1.25))];
      const y = [tf.tensor1d([-0.5])];
      const expected = curvatureByHand(-0.5, 0.8, 1.25);
      const compare = (): void => {
        const dynamics = dynamicsOf(curvature(w, v), first(y));
        expect(dynamics.parameters).toEqual([w, v]);
        expectValues(first(dynamics.evaluate(0, y)), [expected.value]);
        const pulled = dynamics.pullback(0, y, [tf.tensor1d([1])], everyParameter(dynamics));
        expect(pulled.parameters).toHaveLength(2);
        expectValues(first(pulled.value), [expected.value]);
        expectValues(first(pulled.y), [expected.y], 5e-6);
        expectValues(pulled.parameters[0] as tf.Tensor, [expected.w], 5e-6);
        expectValues(pulled.parameters[1] as tf.Tensor, [expected.v], 5e-6);
      };
      // A fixture, not a check: vitest makes no calls of its own here.
      await (modes[mode] as (body: () => void) => Promise<unknown>)(compare);
    },
  );

  it("cover only operations inside them, whether a tape records or not.", () => {
    const w = tf.variable(tf.scalar(3));
    const f: Ode = (_t, y) => {
      const before = tf.mul(y, w);
      return tf.grad((z: tf.Tensor) => tf.sum(tf.mul(before, z)))(y);
    };
    const y = [tf.tensor1d([2])];
    const dynamics = dynamicsOf(f, first(y));
    const recorded = dynamics.record(0, y);
    expectValues(first(dynamics.evaluate(0, y)), [6]);
    expectValues(first(recorded.value), [6]);
    expectValues(first(recorded.pullback([tf.tensor1d([1])], [0]).y), [3]);
    recorded.release();
  });

  it("create no second tensor of a number that is on the tape.", () => {
    const w = tf.variable(tf.tensor1d([0.5, 2]));
    const y = tf.tensor1d([1, -1]);
    const f = curvature(w, w);
    const { tape, results } = withInnerGradients(() => recordCall(() => [f(0, y)], 0));
    const byId = new Map<number, tf.Tensor>();
    const all = tape.flatMap(({ inputs, outputs }) => [...Object.values(inputs), ...outputs]);
    expect(all.length).toBeGreaterThan(50);
    for (const tensor of all) {
      expect(byId.get(tensor.id) ?? tensor).toBe(tensor);
      byId.set(tensor.id, tensor);
    }
    tape.forEach(disposeSaved);
    tf.dispose(results);
  });

  it("restore the engine's methods, even on errors.", () => {
    const dynamics = dynamicsOf(curvature(tf.scalar(1), tf.scalar(2)), tf.tensor1d([1]));
    const before = Object.getOwnPropertyNames(tf.engine());
    const elu = tf.getGradient("EluGrad");
    dynamics.evaluate(0, [tf.tensor1d([1])]);
    expect(() => dynamics.evaluate(0, [])).toThrow();
    expect(Object.getOwnPropertyNames(tf.engine())).toEqual(before);
    expect(tf.getGradient("EluGrad")).toBe(elu);
  });

  it.each([
    ["a constant", () => tf.sum(tf.ones([2])), /value does not depend on the argument/],
    ["no tensor", () => 1 as unknown as tf.Tensor, /must return a tensor/],
  ])("of %s are refused, and nothing is left.", (_, inner, message) => {
    const f: Ode = (_t, y) => tf.grad(inner)(y);
    expect(() => dynamicsOf(f, tf.tensor1d([1]))).toThrow(InvalidDynamicsError);
    expect(() => dynamicsOf(f, tf.tensor1d([1]))).toThrow(message);
  });

  it("also cover tensors that f reads at other times, without an error.", () => {
    // The same operations at all times: an inner gradient reads the same tensors again.
    const w = tf.variable(tf.scalar(2));
    const f: Ode = (t, y) =>
      tf.mul(tf.grad((z: tf.Tensor) => tf.sum(tf.mul(tf.square(z), tf.square(w))))(y), 1 + t);
    const y = [tf.tensor1d([3])];
    const dynamics = dynamicsOf(f, first(y));
    const { parameters } = dynamics.pullback(1, y, [tf.tensor1d([1])], [0]);
    expect(dynamics.parameters).toEqual([w]);
    // d/dw of 2 · 2 z w² = 8 z w
    expectValues(first(parameters), [48]);
  });
});
