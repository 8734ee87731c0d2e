import * as tf from "@tensorflow/tfjs";
import { odeintEventAsync, solveAsync } from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { expectClose } from "./support/expect-close.js";
import { exactStrategies } from "./support/strategies.js";

/** A ball that falls from 50 and bounces once before T = 5. */
function ball() {
  const [restitution, gravity] = [tf.variable(tf.scalar(0.8)), tf.variable(tf.scalar(9.8))];
  const y0 = tf.tensor1d([50, 0]);
  const f = (_t: number, y: tf.Tensor1D) =>
    tf.concat([tf.slice(y, [1], [1]), tf.reshape(tf.neg(gravity), [1])]);
  const height = (_t: number, y: tf.Tensor1D) => tf.reshape(tf.slice(y, [0], [1]), []) as tf.Scalar;
  const bounce = (_t: number, y: tf.Tensor1D) =>
    tf.mul(y, tf.concat([[1], tf.reshape(tf.neg(restitution), [1])])) as tf.Tensor1D;
  const dispose = () => tf.dispose([restitution, gravity, y0]);
  return { y0, f, height, bounce, restitution, gravity, dispose };
}

/** Events against the closed form of a bouncing ball: on every engine, with synchronous or asynchronous reads. */
export function eventsSuite({ tolerance, functionTolerance = tolerance }: EngineUnderTest): void {
  // Some dozens of operations, and an event located to the rounding of the state.
  const close = { relative: 30 * functionTolerance };

  describe.each(exactStrategies)("Events by $name", ({ adjoint }) => {
    test("have the times, states and gradients of the closed form, with a synchronous backward pass.", async () => {
      const { y0, f, height, bounce, restitution, gravity, dispose } = ball();
      const before = tf.memory().numTensors;
      const solution = await solveAsync(f, y0, [0, 5], {
        adjoint: adjoint(),
        parameters: [restitution, gravity],
        events: [{ condition: height, direction: -1, reset: bounce }],
      });
      // t* = √(2 h / g), v* = −√(2 g h), y(5) = e √(2 g h) (5 − t*) − g (5 − t*)² / 2.
      const t = Math.sqrt(100 / 9.8);
      expect(solution.events?.which).toEqual([0]);
      await expectClose(solution.events?.times as tf.Tensor, [t], close, "the time");
      await expectClose(solution.events?.states as tf.Tensor, [0, -9.8 * t], close, "the state");
      await expectClose(solution.ys as tf.Tensor, [50, 0, 29.2445652, 7.34891303], close, "ys");
      const cotangents = tf.tensor2d([0, 0, 1, 0], [2, 2]);
      const ends = solution.pullback(cotangents);
      expect((await (ends.y0 as tf.Tensor).data())[0]).toBeCloseTo(0.217445652, 4);
      await expectClose(ends.parameters[0] as tf.Tensor, [56.5247584], close, "dy/de");
      await expectClose(ends.parameters[1] as tf.Tensor, [1.87472271], close, "dy/dg");
      const times = tf.tensor1d([1]);
      const time = solution.pullback(undefined, { events: { times } });
      await expectClose(time.parameters[1] as tf.Tensor, [-t / 19.6], close, "dt*/dg");
      expect((await (time.y0 as tf.Tensor).data())[0]).toBeCloseTo(t / 100, 6);
      const { value, grads } = tf.variableGrads(
        () => tf.sum(solution.differentiableWithEvents(y0).times) as tf.Scalar,
        [gravity],
      );
      await expectClose(grads[gravity.name] as tf.Tensor, [-t / 19.6], close, "dt*/dg");
      tf.dispose([value, grads]);
      tf.dispose([cotangents, times, ends.y0, ...ends.parameters, time.y0, ...time.parameters]);
      solution.dispose();
      expect(tf.memory().numTensors).toBe(before);
      dispose();
    });
  });

  test("An awaited event is differentiable on a tape, without a read; nothing is left.", async () => {
    const { y0, f, height, gravity, dispose } = ball();
    const t0 = tf.scalar(1);
    const before = tf.memory().numTensors;
    const found = await odeintEventAsync(f, y0, t0, { event: height, parameters: [gravity] });
    const t = Math.sqrt(100 / 9.8);
    await expectClose(found.t, [1 + t], close, "the time");
    const gradients = tf.grads(
      (y, start) => found.differentiable(y as tf.Tensor1D, { t0: start }).t,
    )([y0, t0]);
    const [byY0, byT0] = gradients as [tf.Tensor, tf.Tensor];
    expect((await byY0.data())[0]).toBeCloseTo(t / 100, 5);
    await expectClose(byT0, [1], close, "dt*/dt0");
    const { value, grads } = tf.variableGrads(() => found.differentiable(y0).t, [gravity]);
    await expectClose(grads[gravity.name] as tf.Tensor, [-t / 19.6], close, "dt*/dg");
    tf.dispose([byY0, byT0, value, grads]);
    found.dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(t0);
    dispose();
  });
}
