import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import {
  backpropagation,
  checkGradient,
  checkpointPerStep,
  disposeAbandonedTape,
  NoEventError,
  odeintAsync,
  odeintEvent,
  odeintEventAsync,
  oneCheckpoint,
  solve,
  symplecticAdjoint,
} from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";

const adjoints = [symplecticAdjoint(), checkpointPerStep(), oneCheckpoint(), backpropagation()];
const names = adjoints.map(({ name }, i) => [name, i] as const);

/** x' = v, v' = −g, for a ball as a tensor of two numbers. */
const fallOf = (gravity: tf.Variable) => (_t: number, y: tf.Tensor1D) =>
  tf.concat([tf.slice(y, [1], [1]), tf.reshape(tf.neg(gravity), [1])]);
const height = (_t: number, y: tf.Tensor1D) => tf.reshape(tf.slice(y, [0], [1]), []) as tf.Scalar;

/** The gradients of a function of tensors of certain ranks. */
const gradsOf = <T extends tf.Tensor>(f: (...xs: Array<T>) => tf.Tensor, ...at: Array<T>) =>
  tf.grads(f as (...xs: Array<tf.Tensor>) => tf.Tensor)(at) as Array<T>;
const gradOf = <T extends tf.Tensor>(f: (x: T) => tf.Tensor, at: T): T => gradsOf(f, at)[0] as T;

const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];
const near = (values: ReadonlyArray<number>, digits = 5) =>
  values.map((value) => expect.closeTo(value, digits));

onEachEngine("odeintEvent", () => {
  test.each(names)("has the gradients of known answers (%s).", (_, i) => {
    const adjoint = adjoints[i];
    const gravity = tf.variable(tf.scalar(8));
    const timeOf = (y0: tf.Tensor1D) =>
      odeintEvent(fallOf(gravity), y0, 0, { event: height, adjoint }).t;
    for (const [x0, t, slope] of [
      [1, 0.5, 0.25],
      [3, Math.sqrt(3) / 2, 0.14433756],
    ] as const) {
      const start = tf.tensor1d([x0, 0]);
      expect(numbers(timeOf(start))).toEqual(near([t]));
      const { value, grads } = tf.variableGrads(() => timeOf(start));
      expect(numbers(value)).toEqual(near([t]));
      // t* = √(2 x0 / g): dt*/dg = −t* / (2 g).
      expect(numbers(grads[gravity.name] as tf.Tensor)).toEqual(near([-t / 16]));
      expect(numbers(gradOf(timeOf, start))[0]).toBeCloseTo(slope, 5);
    }
  });

  test("has gradients of time and state for y0, the event's own parameters and t0.", () => {
    const level = tf.variable(tf.scalar(0.5));
    const decay = (_t: number, y: tf.Scalar) => tf.neg(y) as tf.Scalar;
    const event = (_t: number, y: tf.Scalar) => tf.sub(y, level) as tf.Scalar;
    const loss = (y0: tf.Scalar, t0: tf.Scalar) => {
      const { t, y } = odeintEvent(decay, y0, t0, { event, direction: -1 });
      return tf.add(t, tf.mul(10, y)) as tf.Scalar;
    };
    const [y0, t0] = [tf.scalar(1), tf.scalar(2)];
    // t* = t0 + ln(y0 / φ), y* = φ.
    expect(numbers(loss(y0, t0))).toEqual(near([2 + Math.LN2 + 5], 4));
    const { grads } = tf.variableGrads(() => loss(y0, t0));
    expect(numbers(grads[level.name] as tf.Tensor)).toEqual(near([-2 + 10], 3));
    const [byY0, byT0] = gradsOf(loss as (...xs: Array<tf.Scalar>) => tf.Scalar, y0, t0);
    expect(numbers(byY0 as tf.Tensor)).toEqual(near([1], 4));
    expect(numbers(byT0 as tf.Tensor)).toEqual(near([1], 4));
  });

  test("finds an event of a condition that depends on time, with its gradient if time is a tensor.", () => {
    const rate = tf.variable(tf.scalar(2));
    const still = (_t: tf.Scalar, y: tf.Scalar) => tf.zerosLike(y) as tf.Scalar;
    // y stays: the event is where rate · t² = y0.
    const event = (t: tf.Scalar, y: tf.Scalar) =>
      tf.sub(tf.mul(rate, tf.square(t)), y) as tf.Scalar;
    const timeOf = (y0: tf.Scalar) =>
      odeintEvent(still, y0, 0, { event, time: "tensor", until: 10, maxStep: 1 }).t;
    const y0 = tf.scalar(8);
    expect(numbers(timeOf(y0))).toEqual(near([2]));
    // t = √(y0 / r): dt/dy0 = 1 / (2 r t), dt/dr = −t / (2 r).
    expect(numbers(gradOf(timeOf, y0))).toEqual(near([1 / 8]));
    const { grads } = tf.variableGrads(() => timeOf(y0));
    expect(numbers(grads[rate.name] as tf.Tensor)).toEqual(near([-0.5]));
  });

  test("refuses the gradient of a condition that uses the time as a number, and says what to write.", () => {
    const still = (_t: number, y: tf.Scalar) => tf.zerosLike(y) as tf.Scalar;
    const event = (t: number, y: tf.Scalar) => tf.sub(t * t, y) as tf.Scalar;
    const timeOf = (y0: tf.Scalar) => odeintEvent(still, y0, 0, { event, until: 10, maxStep: 1 }).t;
    const y0 = tf.scalar(4);
    expect(numbers(timeOf(y0))).toEqual(near([2]));
    expect(() => gradOf(timeOf, y0)).toThrow(/event\.condition.*time: "tensor"/);
    disposeAbandonedTape();
  });

  test("integrates backwards, and takes trees and fixed steps.", () => {
    const f = (_t: number, [x, v]: [tf.Scalar, tf.Scalar]) =>
      [v, tf.neg(x)] as [tf.Scalar, tf.Scalar];
    const options = {
      event: (_t: number, [x]: [tf.Scalar, tf.Scalar]) => x,
      method: "rk4",
      stepSize: 0.05,
    } as const;
    const y0 = [tf.scalar(1), tf.scalar(0)] as [tf.Scalar, tf.Scalar];
    const forward = odeintEvent(f, y0, 0, { ...options, until: 3 });
    expect(numbers(forward.t)).toEqual(near([Math.PI / 2]));
    expect(numbers(forward.y[1])).toEqual(near([-1]));
    const backward = odeintEvent(f, y0, 0, { ...options, until: -3, reverse: true });
    expect(numbers(backward.t)).toEqual(near([-Math.PI / 2]));
    expect(numbers(backward.y[1])).toEqual(near([1]));
  });

  test("says what is missing.", () => {
    const f = (_t: number, y: tf.Scalar) => tf.neg(y) as tf.Scalar;
    const event = (_t: number, y: tf.Scalar) => tf.sub(y, 2) as tf.Scalar;
    const y0 = tf.scalar(1);
    expect(() => odeintEvent(f, y0, 0, { event, until: 1 })).toThrow(NoEventError);
    expect(() => odeintEvent(f, y0, 0, { event, until: 1 })).toThrow(
      /between t0 = 0 and until = 1/,
    );
    expect(() => odeintEvent(f, y0, 0, { event, method: "rk4", stepSize: 0.1 })).toThrow(
      /until is missing/,
    );
    expect(() => odeintEvent(f, y0, 0, { event, until: -1 })).toThrow(/reverse: true/);
    expect(() => odeintEvent(f, y0, Number.NaN, { event })).toThrow(/^t0 must be a finite number/);
    expect(() => odeintEvent(f, y0, tf.tensor1d([0, 1]), { event })).toThrow(
      /^t0 must be a number or a scalar/,
    );
    expect(() => odeintEvent(f, y0, 0, {} as never)).toThrow(/^event must be a function/);
    expect(() => odeintEvent(f, y0, 0, { event, event_fn: event } as never)).toThrow(/event_fn/);
    const wrong = () => tf.tensor1d([1, 2]) as unknown as tf.Scalar;
    expect(() => odeintEvent(f, y0, 0, { event: wrong })).toThrow(/event\.condition/);
    expect(() => gradOf((y) => odeintEvent(f, y, 0, { event, until: 1 }).t, y0)).toThrow(
      NoEventError,
    );
    disposeAbandonedTape();
  });
});

onEachEngine("Events of solve", () => {
  const bounceOf = (e: tf.Variable) => (_t: number, y: tf.Tensor1D) =>
    tf.mul(y, tf.concat([tf.ones([1]), tf.reshape(tf.neg(e), [1])])) as tf.Tensor1D;

  test.each(names)("A bouncing ball has the gradients of its closed form (%s).", (_, i) => {
    const [e, gravity] = [tf.variable(tf.scalar(0.8)), tf.variable(tf.scalar(9.8))];
    const y0 = tf.tensor1d([50, 0]);
    const loss = (start: tf.Tensor1D) => {
      const { ys, dispose } = solve(fallOf(gravity), start, [0, 2, 5], {
        adjoint: adjoints[i],
        events: [{ condition: height, direction: -1, reset: bounceOf(e) }],
      });
      const value = tf.reshape(tf.slice(ys, [2, 0], [1, 1]), []) as tf.Scalar;
      released.push(dispose);
      return value;
    };
    const released: Array<() => void> = [];
    const { value, grads } = tf.variableGrads(() => loss(y0));
    expect(numbers(value)).toEqual(near([29.244565], 4));
    expect(numbers(grads[e.name] as tf.Tensor)).toEqual(near([56.524758], 3));
    expect(numbers(grads[gravity.name] as tf.Tensor)).toEqual(near([1.8747227], 4));
    expect(numbers(gradOf(loss, y0))[0]).toBeCloseTo(0.21744565, 5);
    for (const dispose of released) dispose();
  });

  test("Times and states of events are differentiable on the tape.", () => {
    const [e, gravity] = [tf.variable(tf.scalar(0.5)), tf.variable(tf.scalar(8))];
    const y0 = tf.tensor1d([1, 0]);
    const released: Array<() => void> = [];
    const { value, grads } = tf.variableGrads(() => {
      const { events, dispose } = solve(fallOf(gravity), y0, [0, 1.2], {
        events: [{ condition: height, direction: -1, reset: bounceOf(e) }],
      });
      released.push(dispose);
      expect(events?.which).toEqual([0, 0]);
      // Bounces at 0.5 and 0.5 + 2 e · 0.5: the derivative of the sum for e is 1.
      return tf.sum(events?.times as tf.Tensor) as tf.Scalar;
    });
    expect(numbers(value)).toEqual(near([1.5], 4));
    expect(numbers(grads[e.name] as tf.Tensor)).toEqual(near([1], 4));
    // Both times scale with g^(−1/2).
    expect(numbers(grads[gravity.name] as tf.Tensor)).toEqual(near([-1.5 / 16], 4));
    for (const dispose of released) dispose();
  });

  test("Twins find them asynchronously; nothing is left.", async () => {
    const [e, gravity] = [tf.variable(tf.scalar(0.5)), tf.variable(tf.scalar(8))];
    const y0 = tf.tensor1d([1, 0]);
    const before = tf.memory().numTensors;
    const solution = await odeintAsync(fallOf(gravity), y0, [0, 1.2], {
      events: [{ condition: height, direction: -1, reset: bounceOf(e) }],
    });
    expect(solution.events?.t).toEqual(near([0.5, 1], 4));
    const times = tf.tensor1d([0, 1]);
    const { y0: yBar, parameters } = solution.pullback(undefined, { events: { times } });
    expect(numbers(yBar)[0]).toBeCloseTo(0.5, 4);
    const { value, grads } = tf.variableGrads(() => {
      const { times: on, states, ys } = solution.differentiableWithEvents(y0);
      return tf.add(tf.sum(on), tf.mul(0, tf.add(tf.sum(states), tf.sum(ys)))) as tf.Scalar;
    });
    expect(numbers(value)).toEqual(near([1.5], 4));
    expect(numbers(grads[e.name] as tf.Tensor)).toEqual(near([1], 4));
    tf.dispose([value, grads]);
    tf.dispose([times, yBar, ...parameters]);
    solution.dispose();
    expect(tf.memory().numTensors).toBe(before);
    const found = await odeintEventAsync(fallOf(gravity), y0, 0, { event: height });
    expect(numbers(found.t)).toEqual(near([0.5]));
    const byY0 = gradOf((y) => found.differentiable(y).t, y0);
    expect(numbers(byY0)[0]).toBeCloseTo(0.25, 5);
    byY0.dispose();
    found.dispose();
    expect(() => found.differentiable(y0)).toThrow(/dispose/);
    expect(tf.memory().numTensors).toBe(before);
    await expect(
      odeintEventAsync(fallOf(gravity), y0, 0, { event: height, until: 0.1 }),
    ).rejects.toThrow(NoEventError);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("checkGradient leaves nothing behind, whether it finds events or not.", async () => {
    const gravity = tf.variable(tf.scalar(8));
    const y0 = tf.tensor1d([1, 0]);
    for (const end of [0.4, 1.2]) {
      const before = tf.memory().numTensors;
      await checkGradient(fallOf(gravity), y0, [0, end], {
        events: [{ condition: height, direction: -1 }],
        allowUnresolved: true,
      });
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});
