import type { FoundEvent, Step } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import {
  backpropagation,
  checkpointPerStep,
  oneCheckpoint,
  solve,
  symplecticAdjoint,
} from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { capture } from "./support/captured.js";

/** A small network, a condition and a reset with parameters, all of which depend on time. */
function problem() {
  const w1 = tf.variable(tf.tensor2d([1.1, -0.7, 0.4, 0.9, 0.3, -1.2], [2, 3]));
  const b = tf.variable(tf.tensor1d([0.2, -0.1, 0.4]));
  const w2 = tf.variable(tf.tensor2d([0.8, -1.1, -0.9, 0.7, 1.3, 0.5], [3, 2]));
  const level = tf.variable(tf.scalar(0.25));
  const bounce = tf.variable(tf.tensor1d([0.3, -0.6]));
  const f = (t: tf.Scalar, y: tf.Tensor1D) => {
    const hidden = tf.tanh(tf.add(tf.matMul(tf.reshape(y, [1, 2]), w1), tf.mul(b, t)));
    const turned = tf.concat([tf.neg(tf.slice(y, [1], [1])), tf.slice(y, [0], [1])]);
    return tf.add(tf.mul(2, turned), tf.reshape(tf.matMul(hidden, w2), [2])) as tf.Tensor1D;
  };
  const condition = (t: tf.Scalar, y: tf.Tensor1D) =>
    tf.sub(tf.reshape(tf.slice(y, [0], [1]), []), tf.add(level, tf.mul(0.05, t))) as tf.Scalar;
  const reset = (t: tf.Scalar, y: tf.Tensor1D) =>
    tf.add(y, tf.mul(bounce, tf.mul(tf.tanh(y), t))) as tf.Tensor1D;
  return { f, condition, reset, variables: [w1, b, w2, level, bounce] };
}

type Functions = ReturnType<typeof problem>;

/**
 * The same as a loop of rk4 written out in operations of TensorFlow.js, on steps that were recorded. The time of an event is one
 * Newton step from its recorded place, with the exact derivative of g as a constant: its derivatives are those of the root.
 *
 * @param rates Derivatives of g for θ, one for each event; those that are missing are computed and appended.
 */
function loop(
  { f, condition, reset }: Functions,
  steps: ReadonlyArray<Step>,
  found: ReadonlyArray<Pick<FoundEvent<unknown>, "theta">>,
  start: tf.Tensor1D,
  rates: Array<number>,
): tf.Scalar {
  let y = start;
  let t = tf.scalar(steps[0]?.t as number);
  let loss = tf.scalar(0);
  for (const { end, cut } of steps) {
    const h = tf.sub(end, t) as tf.Scalar;
    const after = (slope: tf.Tensor, part: number) =>
      tf.add(y, tf.mul(tf.mul(h, part), slope)) as tf.Tensor1D;
    const time = (part: tf.Tensor | number) => tf.add(t, tf.mul(part, h)) as tf.Scalar;
    const k1 = f(t, y);
    const k2 = f(time(0.5), after(k1, 0.5));
    const k3 = f(time(0.5), after(k2, 0.5));
    const k4 = f(time(1), after(k3, 1));
    const slope = tf.div(tf.add(tf.add(k1, k4), tf.mul(2, tf.add(k2, k3))), 6);
    const next = after(slope, 1);
    if (cut === undefined) {
      [t, y] = [tf.scalar(end), next];
      continue;
    }
    const k5 = f(time(1), next);
    // Cubic Hermite interpolation.
    const at = (x: tf.Tensor): tf.Tensor1D => {
      const [x2, x3] = [tf.square(x), tf.mul(x, tf.square(x))];
      const whole = tf.mul(slope, tf.sub(tf.mul(3, x2), tf.mul(2, x3)));
      const first = tf.mul(k1, tf.add(tf.sub(x, tf.mul(2, x2)), x3));
      const last = tf.mul(k5, tf.sub(x3, x2));
      return tf.add(y, tf.mul(h, tf.add(whole, tf.add(first, last)))) as tf.Tensor1D;
    };
    const g = (x: tf.Tensor) => condition(time(x), at(x));
    const place = tf.scalar(found[cut.found]?.theta as number);
    if (rates[cut.found] === undefined) rates.push(tf.grad(g)(place).dataSync()[0] as number);
    const theta = tf.sub(place, tf.div(g(place), rates[cut.found] as number));
    [t, y] = [time(theta), at(theta)];
    loss = tf.add(loss, tf.add(t, tf.sum(tf.square(y)))) as tf.Scalar;
    y = reset(t, y);
  }
  return tf.add(loss, tf.sum(tf.square(y))) as tf.Scalar;
}

onEachEngine("Gradients through events and resets", () => {
  test.each([symplecticAdjoint, checkpointPerStep, oneCheckpoint, backpropagation])(
    "equal those of a loop written out, by tf.grads (%o).",
    (adjoint) => {
      const functions = problem();
      const { f, condition, reset, variables } = functions;
      const captured = capture(adjoint());
      const y0 = tf.tensor1d([1, 0.2]);
      const released: Array<() => void> = [];
      const solved = (start: tf.Tensor1D) => {
        const { ys, events, dispose } = solve(f, start, [0.5, 4.5], {
          ...{ method: "rk4", stepsPerInterval: 16, time: "tensor", adjoint: captured.adjoint },
          events: [{ condition, reset }],
        });
        released.push(dispose);
        const ends = tf.sum(tf.square(tf.slice(ys, [1, 0], [1, 2])));
        const rest = tf.add(
          tf.sum(events?.times as tf.Tensor),
          tf.sum(tf.square(events?.states as tf.Tensor)),
        );
        return tf.add(ends, rest) as tf.Scalar;
      };
      const total = solved(y0).dataSync()[0] as number;
      const { steps, found } = captured;
      expect(found.length).toBeGreaterThan(1);
      const rates: Array<number> = [];
      expect(loop(functions, steps, found, y0, rates).dataSync()[0]).toBeCloseTo(total, 4);
      const start = tf.variable(y0);
      const all = [start, ...variables];
      const { grads: actuals } = tf.variableGrads(
        () => solved(start as tf.Tensor as tf.Tensor1D),
        all,
      );
      const { grads: references } = tf.variableGrads(
        () => loop(functions, steps, found, start as tf.Tensor as tf.Tensor1D, rates),
        all,
      );
      for (const { name } of all) {
        const expected = [...(references[name] as tf.Tensor).dataSync()];
        const scale = Math.max(...expected.map(Math.abs));
        const actual = (actuals[name] as tf.Tensor).dataSync();
        for (const [k, value] of expected.entries())
          expect(Math.abs((actual[k] as number) - value) / scale).toBeLessThan(1e-5);
      }
      for (const dispose of released) dispose();
    },
  );
});
