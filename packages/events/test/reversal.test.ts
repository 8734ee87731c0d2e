import { GrazingEventError, UnsupportedGradientError } from "@symplectic-adjoint/core";
import {
  accountingBackend,
  type NumberArray,
  type TestStateFunction,
} from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { addTo, linearCondition, timeCondition } from "./support/functions.js";
import { drive, handlerFor, type Motion, stepOf, type TestEvent } from "./support/simulate.js";

const PARAMETERS = [0.7, -0.3];

/** y' = A y for a rotation with growth; the step is from 0.2 to 1. */
const spiral: Motion = {
  flow(t0, [a = 0, b = 0], t) {
    const [r, angle] = [Math.exp(0.3 * (t - t0)), 2 * (t - t0)];
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return [r * (c * a - s * b), r * (s * a + c * b)];
  },
  slope: (_t, [a = 0, b = 0]) => [0.3 * a - 2 * b, 2 * a + 0.3 * b],
};

/** g = y₀² + p₀ t² y₁ + sin(p₁ y₀) − c, and a reset R = (y₀ y₁ + p₀ t, y₁² + p₁ y₀ t). */
const condition = (c: number): TestStateFunction<number> => ({
  evaluate: (t, [a = 0, b = 0], [p = 0, q = 0]) => a * a + p * t * t * b + Math.sin(q * a) - c,
  vjp(t, [a = 0, b = 0], [p = 0, q = 0], g, yBar, pBar) {
    addTo(yBar, g, [2 * a + q * Math.cos(q * a), p * t * t]);
    addTo(pBar, g, [t * t * b, a * Math.cos(q * a)]);
  },
  timeVjp: (t, [, b = 0], [p = 0], g) => g * 2 * p * t * b,
});
const reset: TestStateFunction<Float64Array> = {
  evaluate: (t, [a = 0, b = 0], [p = 0, q = 0]) =>
    Float64Array.of(a * b + p * t, b * b + q * a * t),
  vjp(t, [a = 0, b = 0], [, q = 0], [g = 0, h = 0], yBar, pBar) {
    addTo(yBar, 1, [g * b + h * q * t, g * a + 2 * h * b]);
    addTo(pBar, 1, [g * t, h * a * t]);
  },
  timeVjp: (_t, [a = 0], [p = 0, q = 0], [g = 0, h = 0]) => g * p + h * q * a,
};

/** Examines one step and returns the handler, with the arrays that tests need. */
function examine(
  events: ReadonlyArray<TestEvent>,
  motion: Motion,
  y0: ReadonlyArray<number>,
  parameters = PARAMETERS,
  span = [0.2, 1],
) {
  const backend = accountingBackend();
  const handler = handlerFor(backend, events, parameters);
  const y = Float64Array.from(y0);
  const start = [backend.array(y)];
  drive(backend, handler.begin(span[0] as number, start));
  backend.release(start);
  const step = stepOf(backend, motion, 0, y, span[0] as number, span[1] as number);
  const cut = drive(backend, handler.accepted(step));
  const read = (array: NumberArray | number) =>
    typeof array === "number" ? [array] : [...backend.toHostSync(array)];
  return { backend, handler, step, cut, read };
}

/**
 * The loss of an event: through its time, its state, the state after the reset and a start time that moves with it.
 * `shift` is added to the interpolated state, and to the time at a fixed place within the step.
 */
function loss(
  y0: ReadonlyArray<number>,
  parameters: ReadonlyArray<number>,
  c: number,
  resets: boolean,
  shift = [0, 0],
  delay = 0,
) {
  const [t0, h] = [0.2, 0.8];
  const p = Float64Array.from(parameters);
  const at = (theta: number) =>
    Float64Array.from(
      spiral
        .flow(t0, Float64Array.from(y0), t0 + theta * h)
        .map((value, i) => value + (shift[i] as number)),
    );
  const time = (theta: number) => t0 + theta * h + delay;
  const g = (theta: number) => condition(c).evaluate(time(theta), at(theta), p);
  let [low, high] = [0, 1];
  const side = Math.sign(g(0));
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (Math.sign(g(middle)) === side) low = middle;
    else high = middle;
  }
  const [t, state] = [time(high), at(high)];
  let value = TIME_BAR * t + dot(STATE_BAR, state);
  if (resets) value += dot(NEXT_BAR, reset.evaluate(t, state, p)) + START_BAR * t;
  return value;
}

const [TIME_BAR, STATE_BAR, NEXT_BAR, START_BAR] = [0.9, [1.3, -0.6], [0.4, 1.7], -0.8] as const;
const dot = (a: ReadonlyArray<number>, b: ArrayLike<number>) =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

/** Differences of order 6: accurate to about 1e-11, the bisection leaving 1e-16. */
function derivative(f: (x: number) => number): number {
  const d = 4e-3;
  const pair = (k: number) => f(k * d) - f(-k * d);
  return (45 * pair(1) - 9 * pair(2) + pair(3)) / (60 * d);
}

test.each([true, false])(
  "All cotangents of an event agree with differences of its root (reset: %s).",
  (resets) => {
    const [y0, c] = [[1.1, 0.4], 1.1] as const;
    const event = { condition: condition(c), ...(resets && { reset }) };
    const { backend, handler, step, read, cut } = examine([event], spiral, y0);
    expect(cut !== undefined).toBe(resets);
    const live = backend.live();
    const given = {
      next: resets ? [backend.array(NEXT_BAR)] : undefined,
      state: [backend.array(STATE_BAR)],
      times: resets ? [TIME_BAR, backend.array([START_BAR])] : [TIME_BAR],
    };
    backend.openScope();
    const back = handler.reverse(0, given, [1, 0]);
    const state = read(back.state[0] as NumberArray);
    const [time] = read(back.time);
    // The accounting functions give the cotangent of both parameters for each index.
    const parameters = read(back.parameters[1] as NumberArray);
    backend.closeScope([]);
    for (let i = 0; i < 2; i++) {
      const nudge = (x: number, list: ReadonlyArray<number>) =>
        list.map((v, k) => (k === i ? v + x : v));
      const byState = derivative((x) => loss(y0, PARAMETERS, c, resets, nudge(x, [0, 0])));
      expect(state[i]).toBeCloseTo(byState, 9);
      const byParameter = derivative((x) => loss(y0, nudge(x, PARAMETERS), c, resets));
      expect(parameters[i]).toBeCloseTo(byParameter, 9);
    }
    const byTime = derivative((x) => loss(y0, PARAMETERS, c, resets, [0, 0], x));
    expect(time).toBeCloseTo(byTime, 9);
    step.close();
    for (const cotangent of [given.next, given.state]) if (cotangent) backend.release(cotangent);
    for (const scalar of given.times) if (typeof scalar !== "number") backend.release([scalar]);
    handler.release();
    handler.release();
    // What existed during the step: its two ends, the state and the slope of the event.
    expect([live, backend.live()]).toEqual([4, 0]);
  },
);

test.each([
  ["y' = y, g = y − e: dt*/dy(t*) = −1/e", 1, -Math.E, -1 / Math.E],
  ["y' = −y, g = y − φ", -1, -0.5, 2],
])("%s", (_, rate, constant, expected) => {
  const motion: Motion = {
    flow: (t0, [y = 0], t) => [y * Math.exp(rate * (t - t0))],
    slope: (_t, [y = 0]) => [rate * y],
  };
  const event = { condition: linearCondition([1], 0, 0, [Math.sign(constant)]) };
  const parameters = [Math.abs(constant)];
  const { backend, handler, read } = examine([event], motion, [1], parameters, [0, 2]);
  expect(handler.found[0]?.t).toBeCloseTo(rate === 1 ? 1 : Math.LN2, 14);
  const back = handler.reverse(0, { next: undefined, state: undefined, times: [1] }, [0]);
  expect(read(back.state[0] as NumberArray)).toEqual([expect.closeTo(expected, 13)]);
  expect(read(back.parameters[0] as NumberArray)).toEqual([expect.closeTo(-expected, 13)]);
  expect(read(back.time)).toEqual([1]);
  expect(backend.live()).toBeGreaterThan(0);
});

test("ẍ = −8 from x0 at rest, g = x: dt*/dx0 = 1 / (4 √x0).", () => {
  for (const x0 of [1, 3, 10]) {
    const motion: Motion = {
      flow: (t0, [x = 0, v = 0], t) => [x + v * (t - t0) - 4 * (t - t0) ** 2, v - 8 * (t - t0)],
      slope: (_t, [, v = 0]) => [v, -8],
    };
    const { handler, read } = examine(
      [{ condition: linearCondition([1, 0]) }],
      motion,
      [x0, 0],
      [],
      [0, 2],
    );
    const back = handler.reverse(0, { next: undefined, state: undefined, times: [1] }, []);
    // x(t*) has the derivative 1 for x0.
    expect(read(back.state[0] as NumberArray)[0]).toBeCloseTo(1 / (4 * Math.sqrt(x0)), 14);
    expect(back.parameters).toEqual([]);
  }
});

test("A grazing event is found, marked, and refuses its gradient by name; in both directions of time.", () => {
  for (const sign of [1, -1]) {
    const grazes = timeCondition(
      (t) => (t - 0.5 * sign) ** 3,
      (t) => 3 * (t - 0.5 * sign) ** 2,
    );
    const motion: Motion = { flow: (_t0, y) => [...y], slope: () => [0] };
    const { handler } = examine([{ condition: grazes }], motion, [0], [], [0, 1.1 * sign]);
    expect(handler.found).toMatchObject([{ event: 0, grazing: true, step: 0 }]);
    const reverse = () => handler.reverse(0, { next: undefined, state: undefined, times: [1] }, []);
    expect(reverse).toThrow(GrazingEventError);
    expect(reverse).toThrow(/events\[0\]\.condition hardly changes/);
  }
});

test("A condition that crosses steeply is not grazing.", () => {
  const steep = timeCondition(
    (t) => Math.tanh(1e6 * (t - 0.5)),
    (t) => 1e6 * (1 - Math.tanh(1e6 * (t - 0.5)) ** 2),
  );
  const motion: Motion = { flow: (_t0, y) => [...y], slope: () => [0] };
  const { handler } = examine([{ condition: steep }], motion, [0], [], [0, 1.1]);
  expect(handler.found).toMatchObject([{ grazing: false }]);
});

test("A condition whose gradient is not supported is found all the same; only its gradient throws.", () => {
  const usesNumber = {
    ...timeCondition(
      (t) => t - 0.5,
      () => 1,
    ),
    timeVjp(): number {
      throw new UnsupportedGradientError({
        argument: "g",
        problem: "uses t as a number",
        remedy: 'Write time: "tensor".',
      });
    },
  };
  const motion: Motion = { flow: (_t0, y) => [...y], slope: () => [0] };
  const { handler, backend, step } = examine([{ condition: usesNumber }], motion, [0], [], [0, 1]);
  expect(handler.found).toMatchObject([{ t: expect.closeTo(0.5, 14), grazing: false }]);
  expect(() => handler.reverse(0, { next: undefined, state: undefined, times: [1] }, [])).toThrow(
    'time: "tensor"',
  );
  handler.release();
  step.close();
  expect(backend.live()).toBe(0);
});

test("Nothing is leaked if a condition, a reset or a read fails at any point.", () => {
  for (let fault = 0; fault < 40; fault++) {
    let calls = 0;
    const failing = <F extends (...given: Array<never>) => unknown>(func: F): F =>
      ((...given) => {
        if (calls++ === fault) throw new RangeError("fault");
        return func(...given);
      }) as F;
    const g = condition(1.1);
    const event = {
      condition: { ...g, evaluate: failing(g.evaluate), vjp: failing(g.vjp) },
      reset: { ...reset, vjp: failing(reset.vjp) },
    };
    const backend = accountingBackend();
    const handler = handlerFor(backend, [event, { condition: g }], PARAMETERS);
    const y = Float64Array.of(1.1, 0.4);
    const step = stepOf(backend, spiral, 0, y, 0.2, 1);
    const cotangent = [backend.array([1, 2])];
    handler.begin(0.2, step.before);
    try {
      const cut = drive(backend, handler.accepted(step));
      expect(cut).toBeDefined();
      backend.openScope();
      try {
        handler.reverse(
          handler.found.length - 1,
          { next: cotangent, state: undefined, times: [] },
          [0],
        );
      } finally {
        backend.closeScope([]);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
    handler.release();
    step.close();
    backend.release(cotangent);
    expect(backend.live()).toBe(0);
  }
});
