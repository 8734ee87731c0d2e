import { MissingGradientError } from "@symplectic-adjoint/core";
import { accountingBackend, type NumberArray } from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { linearCondition, scalingReset, timeCondition } from "./support/functions.js";
import {
  drive,
  handlerFor,
  type Motion,
  simulate,
  stepOf,
  type TestEvent,
} from "./support/simulate.js";

const growth: Motion = {
  flow: (t0, [y = 0], t) => [y * Math.exp(t - t0)],
  slope: (_t, [y = 0]) => [y],
};
const drift: Motion = { flow: (t0, [y = 0], t) => [y + t - t0], slope: () => [1] };
/** ẍ = −a, state (x, v). */
const fall = (a: number): Motion => ({
  flow: (t0, [x = 0, v = 0], t) => [x + v * (t - t0) - (a / 2) * (t - t0) ** 2, v - a * (t - t0)],
  slope: (_t, [, v = 0]) => [v, -a],
});
const floor = linearCondition([1, 0]);
const grid = (from: number, to: number, steps: number) =>
  Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);

const close = (x: number, expected: number) =>
  expect(Math.abs(x - expected)).toBeLessThanOrEqual(
    4 * 2 ** -52 * Math.max(1, Math.abs(expected)),
  );

test("y' = 1, y(0) = −10, g = y: t* = 10.", () => {
  for (const steps of [1, 2, 3, 7]) {
    const { cuts, found, t } = simulate({
      motion: drift,
      events: [{ condition: linearCondition([1]), endsAt: 1 }],
      y0: [-10],
      times: grid(0, 12, steps),
    });
    close(t, 10);
    expect(cuts).toHaveLength(1);
    expect(cuts[0]).toMatchObject({ ends: true, exceeds: false, found: 0 });
    close(found[0]?.t as number, 10);
  }
});

test("y' = y, y(0) = 1, g = y − e: t* = 1.", () => {
  const event = { condition: linearCondition([1], -Math.E), endsAt: 1 };
  for (const steps of [1, 3, 10]) {
    const { t, found } = simulate({
      motion: growth,
      events: [event],
      y0: [1],
      times: grid(0, 3, steps),
    });
    close(t, 1);
    expect(found[0]?.state[0]).toBeGreaterThanOrEqual(Math.E);
  }
});

test.each([
  [1, 0.5],
  [3, Math.sqrt(3) / 2],
  [10, Math.sqrt(10) / 2],
])("ẍ = −8 from x = %d at rest, g = x: t* = %d.", (x0, expected) => {
  const event = { condition: floor, endsAt: 1 };
  const { t } = simulate({ motion: fall(8), events: [event], y0: [x0, 0], times: grid(0, 3, 4) });
  close(t, expected);
});

test("The root is on the side after the crossing, and the times are the same in both directions of time.", () => {
  const event = (direction: -1 | 0 | 1): TestEvent => ({ condition: floor, direction, endsAt: 1 });
  for (const sign of [1, -1]) {
    const times = grid(0, 3 * sign, 5);
    const found = (direction: -1 | 0 | 1) =>
      simulate({ motion: fall(8), events: [event(direction)], y0: [3, 0], times }).found[0];
    expect(found(-1)?.state[0]).toBeLessThanOrEqual(0);
    expect(found(0)?.t).toBe(found(-1)?.t);
    close(found(-1)?.t as number, (sign * Math.sqrt(3)) / 2);
    // From negative to positive, it never crosses.
    expect(found(1)).toBeUndefined();
  }
});

test("Two crossings in one step are found by probes, and missed without.", () => {
  const condition = timeCondition(
    (t) => (t - 0.3) * (t - 0.7),
    (t) => 2 * t - 1,
  );
  const found = (probes: number) =>
    simulate({ motion: drift, events: [{ condition, probes }], y0: [0], times: [0, 1] }).found;
  expect(found(0)).toHaveLength(0);
  for (const probes of [1, 3]) {
    expect(found(probes)).toHaveLength(2);
    close(found(probes)[0]?.t as number, 0.3);
    close(found(probes)[1]?.t as number, 0.7);
  }
});

test("Events in the first and the last step, and exactly at the end, are found.", () => {
  for (const at of [0.01, 0.99, 1]) {
    const condition = linearCondition([1], -at);
    const { found } = simulate({
      motion: drift,
      events: [{ condition }],
      y0: [0],
      times: grid(0, 1, 4),
    });
    expect(found).toHaveLength(1);
    close(found[0]?.t as number, at);
  }
});

test("An event exactly at the end of a step is found once.", () => {
  const condition = linearCondition([1], -0.5);
  const { found } = simulate({
    motion: drift,
    events: [{ condition }],
    y0: [0],
    times: grid(0, 1, 4),
  });
  expect(found.map(({ t, step, theta }) => [t, step, theta])).toEqual([[0.5, 1, 1]]);
});

test("A condition that is zero at the start is no event, whatever follows.", () => {
  for (const weight of [1, -1]) {
    const condition = linearCondition([weight]);
    const { found } = simulate({
      motion: drift,
      events: [{ condition }],
      y0: [0],
      times: grid(0, 1, 4),
    });
    expect(found).toEqual([]);
  }
});

test("The sign after a zero at the start is that of the rate: a crossing in the same step is found.", () => {
  // Up from the floor, and down again within the step.
  const { found } = simulate({
    motion: fall(8),
    events: [{ condition: floor, probes: 0 }],
    y0: [0, 2],
    times: [0, 2],
  });
  expect(found).toHaveLength(1);
  close(found[0]?.t as number, 0.5);
});

test("Without a derivative of the condition, the sign after a zero is looked up near the start.", () => {
  const condition = {
    ...floor,
    vjp() {
      const [problem, remedy] = ["has no VJP", "Write one."];
      throw new MissingGradientError({ argument: "g", problem, remedy });
    },
  };
  const motion = fall(8);
  const events = [{ condition, probes: 0 }];
  const { found } = simulate({ motion, events, y0: [0, 2], times: [0, 2] });
  expect(found).toHaveLength(1);
  close(found[0]?.t as number, 0.5);
});

test("Several events: the earliest is first; without effect, all of a step are noted in order.", () => {
  const at = [0.7, 0.2, 0.45];
  const events = at.map((t) => ({ condition: linearCondition([1], -t) }));
  const { found, cuts } = simulate({ motion: drift, events, y0: [0], times: [0, 1] });
  expect(found.map(({ event }) => event)).toEqual([1, 2, 0]);
  expect(cuts).toEqual([]);
});

test("What comes after the event that ends the integration is not found.", () => {
  const at = [0.7, 0.2, 0.45];
  const events = at.map((t, i) => ({
    condition: linearCondition([1], -t),
    ...(i === 2 && { endsAt: 1 }),
  }));
  const { found, cuts } = simulate({ motion: drift, events, y0: [0], times: [0, 1] });
  expect(found.map(({ event }) => event)).toEqual([1, 2]);
  expect(cuts).toMatchObject([{ found: 1, ends: true }]);
});

test("Ties: the first in the list ends the integration.", () => {
  const condition = linearCondition([1], -0.4);
  const ends = { condition, endsAt: 1 };
  const { found } = simulate({ motion: drift, events: [ends, ends], y0: [0], times: [0, 1] });
  expect(found.map(({ event }) => event)).toEqual([0]);
});

test("Ties of resets: both happen, the second at the start of the next step.", () => {
  // Two balls at the same height, each with its floor.
  const motion: Motion = {
    flow: (t0, y, t) => [
      ...fall(8).flow(t0, y.subarray(0, 2), t),
      ...fall(8).flow(t0, y.subarray(2), t),
    ],
    slope: (t, y) => [...fall(8).slope(t, y.subarray(0, 2)), ...fall(8).slope(t, y.subarray(2))],
  };
  const events = [0, 1].map((ball) => ({
    condition: linearCondition(ball === 0 ? [1, 0, 0, 0] : [0, 0, 1, 0]),
    reset: scalingReset(ball === 0 ? [1, -0.5, 1, 1] : [1, 1, 1, -0.5]),
  }));
  for (const direction of [0, -1] as const) {
    const both = events.map((event) => ({ ...event, direction }));
    const { found, y } = simulate({ motion, events: both, y0: [1, 0, 1, 0], times: [0, 0.8] });
    expect(found.map(({ event, theta }) => [event, theta === 0])).toEqual([
      [0, false],
      [1, true],
    ]);
    expect(y[0]).toBeCloseTo(y[2] as number, 12);
    expect(y[0]).toBeGreaterThan(0);
  }
});

test("Ties: an event that ends the integration comes before a reset, whatever their order.", () => {
  const condition = linearCondition([1], -0.4);
  const events = [
    { condition, reset: scalingReset([-1]) },
    { condition, endsAt: 1 },
  ];
  for (const list of [events, [...events].reverse()]) {
    const { found, cuts, y } = simulate({ motion: drift, events: list, y0: [0], times: [0, 1] });
    expect(found).toHaveLength(1);
    expect(cuts).toMatchObject([{ ends: true }]);
    expect(y[0]).toBeCloseTo(0.4, 14);
  }
});

test("Ties: the second of two resets is left out if the first moves the state away from its zero.", () => {
  const condition = linearCondition([1], -0.4);
  const events = [
    { condition, reset: scalingReset([-1]) },
    { condition, reset: scalingReset([2]) },
  ];
  const { found } = simulate({ motion: drift, events, y0: [0], times: [0, 1] });
  expect(found.map(({ event, t }) => [event, t])).toEqual([[0, expect.closeTo(0.4, 14)]]);
});

test("An event can end the integration at its third occurrence.", () => {
  const condition = timeCondition(
    (t) => Math.sin(Math.PI * t + 0.5),
    (t) => Math.PI * Math.cos(Math.PI * t + 0.5),
  );
  for (const steps of [4, 40]) {
    const times = grid(0, 10, steps);
    const { found, cuts } = simulate({
      motion: drift,
      events: [{ condition, endsAt: 3, probes: 9 }],
      y0: [0],
      times,
    });
    expect(found).toHaveLength(3);
    expect(cuts).toHaveLength(1);
    close(found[2]?.t as number, 3 - 0.5 / Math.PI);
  }
});

test("A bouncing ball bounces, with and without a direction, however long the steps.", () => {
  const reset = scalingReset([1, -0.8]);
  for (const direction of [0, -1] as const) {
    for (const steps of [1, 3, 50]) {
      const events = [{ condition: floor, reset, direction }];
      const { found, y } = simulate({
        motion: fall(9.8),
        events,
        y0: [50, 0],
        times: grid(0, 5, steps),
      });
      expect(found).toHaveLength(1);
      expect(y[0]).toBeCloseTo(29.2445651649735, 12);
    }
  }
});

/** Of one ball, dropped from 1 at rest, the bounces accumulate at 0.5 + 2 · 0.5 · Σ 2^-k = 1.5. */
const accumulating = (direction: -1 | 0, maxEvents: number) =>
  simulate({
    motion: fall(8),
    events: [{ condition: floor, reset: scalingReset([1, -0.5]), direction }],
    y0: [1, 0],
    times: [0, 10],
    options: { maxEvents },
  });

test.each([0, -1] as const)(
  "Many bounces in one step are all found (direction %d).",
  (direction) => {
    const { found, cuts, live } = accumulating(direction, 30);
    expect(found).toHaveLength(31);
    expect(cuts.at(-1)).toMatchObject({ ends: true, exceeds: true, found: 30 });
    expect(found.map((event) => event.t)).toEqual(
      Array.from({ length: 31 }, (_, k) => expect.closeTo(1.5 - 2 ** -k, 12)),
    );
    expect(live).toBe(2 * 31);
  },
);

test.each([0, -1] as const)("Zeno behaviour ends the integration (direction %d).", (direction) => {
  const { cuts, t, y } = accumulating(direction, Number.POSITIVE_INFINITY);
  expect(cuts.at(-1)).toMatchObject({ ends: true, exceeds: true });
  expect(Math.abs(t - 1.5)).toBeLessThan(1e-12);
  expect(Math.abs(y[0] as number)).toBeLessThan(1e-20);
});

test("A reset that moves the state across zero is no event itself.", () => {
  // Sawtooth: up to 1, then back to −0.5; g = y − 1 and a second condition g = y.
  const reset = { ...scalingReset([-0.5]) };
  const events = [
    { condition: linearCondition([1], -1), reset },
    { condition: linearCondition([1]) },
  ];
  const { found } = simulate({ motion: drift, events, y0: [0.5], times: grid(0, 4.2, 3) });
  expect(found.map(({ event, t }) => [event, t])).toEqual(
    [
      [0, 0.5],
      [1, 1],
      [0, 2],
      [1, 2.5],
      [0, 3.5],
      [1, 4],
    ].map(([event, t]) => [event, expect.closeTo(t as number, 13)]),
  );
});

test("A reset that leaves the condition on its way through zero does not repeat the event.", () => {
  const events = [{ condition: linearCondition([1], -0.3), reset: scalingReset([1]) }];
  const { found } = simulate({ motion: drift, events, y0: [0], times: grid(0, 1, 2) });
  expect(found).toHaveLength(1);
});

test("A condition that jumps is located, and a reset to its other side is no crossing.", () => {
  const condition = timeCondition(
    (t) => (t < 0.3 ? -1 : 1),
    () => 0,
  );
  const { found } = simulate({
    motion: drift,
    events: [{ condition, reset: scalingReset([1]) }],
    y0: [0],
    times: grid(0, 1, 2),
  });
  expect(found).toHaveLength(1);
  close(found[0]?.t as number, 0.3);
});

test("Location is reliable and takes few rounds of reads.", () => {
  let most = 0;
  fc.assert(
    fc.property(
      fc.double({ min: 1e-3, max: 1, noNaN: true }),
      fc.double({ min: 0.05, max: 20, noNaN: true }),
      fc.constantFrom("exp", "cube", "tanh"),
      (at, steep, kind) => {
        const shapes = {
          exp: (x: number) => Math.expm1(steep * x),
          cube: (x: number) => x + steep * x ** 3,
          tanh: (x: number) => Math.tanh(steep * x),
        };
        const condition = timeCondition(
          (t) => shapes[kind](t - at),
          () => 1,
        );
        const { found, counts } = simulate({
          motion: drift,
          events: [{ condition, endsAt: 1 }],
          y0: [0],
          times: [0, 1.1],
        });
        close(found[0]?.t as number, at);
        most = Math.max(most, counts.rounds);
      },
    ),
    { seed: 7, numRuns: 500 },
  );
  // One round of samples, one for the rate.
  expect(most).toBeLessThanOrEqual(2 + 14);
});

test("A NaN in a condition of a finite state is an error that names it; of a lost state it is left to the loop.", () => {
  const condition = timeCondition(
    (t) => (t > 0.6 ? Number.NaN : -1),
    () => 0,
  );
  const run = (motion: Motion) => () =>
    simulate({ motion, events: [{ condition }], y0: [0], times: grid(0, 1, 2) });
  expect(run(drift)).toThrow(/events\[0\]\.condition is not a number at t = 0\.75/);
  const lost: Motion = { flow: () => [Number.NaN], slope: () => [Number.NaN] };
  expect(run(lost)().found).toEqual([]);
});

test("What was found outlives scopes of the caller.", () => {
  const backend = accountingBackend();
  const handler = handlerFor(backend, [{ condition: linearCondition([1], -0.5) }]);
  backend.openScope();
  const step = stepOf(backend, drift, 0, Float64Array.of(0), 0, 1);
  handler.begin(0, step.before);
  drive(backend, handler.accepted(step));
  backend.closeScope([]);
  expect(backend.toHostSync(handler.found[0]?.state[0] as NumberArray)[0]).toBeCloseTo(0.5, 14);
  const back = handler.reverse(0, { next: undefined, state: undefined, times: [1] }, []);
  expect(backend.toHostSync(back.state[0] as NumberArray)[0]).toBeCloseTo(-1, 14);
  backend.release([...back.state, back.time as NumberArray]);
  handler.release();
  expect(backend.live()).toBe(0);
});
