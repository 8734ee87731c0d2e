import { describe, expect, test } from "vitest";
import {
  binomial,
  checkpointPerStep,
  float64,
  online,
  solve,
  symplecticAdjoint,
} from "../../src/index.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { type Case, type Event, errorOf, gradientsOf } from "./support/compare-gradients.js";
import {
  complexOscillator,
  condition,
  oscillator,
  reset,
  secondCondition,
  y0,
} from "./support/event-problem.js";

const bounce = { condition, direction: -1, reset } as const;
const complexBounce = { condition: complexOscillator.condition, reset: complexOscillator.reset };
const second = { condition: secondCondition };
const complexSecond = { condition: complexOscillator.secondCondition };

const times = [0.2, 1, 2, 3.1];
const both = { events: [bounce, second], complexEvents: [complexBounce, complexSecond] };
const reset1 = { events: [bounce], complexEvents: [complexBounce] };

/** The time of the first bounce, by the steps of dopri5 of a case. */
const first = solve(oscillator, Float64Array.from(y0), [0.2, 3.1], {
  ...{ backend: float64, rtol: 1e-4, atol: 1e-4, differentiate: false },
  events: [{ ...bounce, terminal: true }] as ReadonlyArray<Event>,
}).events?.t[0] as number;

type Given = Omit<Case, "method" | "adjoint">;

const cases: ReadonlyArray<readonly [string, Given]> = [
  ["Resets", { times, ...reset1 }],
  ["Events without effect", { times, events: [second], complexEvents: [complexSecond] }],
  ["Resets and events without effect", { times, ...both }],
  ["Both in decreasing time", { times: [3.1, 2, 1, 0.2], ...both }],
  ["Outputs that are interpolated", { times, ...both, options: { interpolate: true } }],
  [
    "Many outputs within a step, decreasing",
    {
      times: Array.from({ length: 30 }, (_, i) => 3.1 - i / 10),
      ...both,
      options: { interpolate: true },
    },
  ],
  ["Outputs at every step", { times, ...both, options: { saveSteps: true } }],
  [
    "A terminal event",
    {
      times,
      events: [{ condition, terminal: true }],
      complexEvents: [{ condition: complexOscillator.condition }],
    },
  ],
  [
    "A terminal event at its third occurrence, among resets",
    {
      times,
      events: [bounce, { ...second, terminal: 3 }],
      complexEvents: [complexBounce, complexSecond],
      options: { interpolate: true },
    },
  ],
  ["Only the end", { times: [0.2, 3.1], ...both }],
  ["All in the first and last step", { times: [0.2, 1.2], ...both, options: { grid: [0.2, 1.2] } }],
  ["An event at an output", { times: [0.2, first, 3.1], ...reset1 }],
  ["An event just after an output", { times: [0.2, first * (1 - 1e-15), 3.1], ...reset1 }],
  ["An event just before an output", { times: [0.2, first * (1 + 1e-15), 3.1], ...reset1 }],
  ["An event at a jump", { times, ...reset1, options: { jumpT: [first] } }],
  ["An event at a required time", { times, ...reset1, options: { stepT: [first] } }],
  ["An event at the last time", { times: [0.2, 1, first], ...reset1 }],
];

const methods = ["dopri5", "bosh3", "rk4"] as const;

function completed(given: Given, method: Case["method"], adjoint = symplecticAdjoint()): Case {
  const [start = 0, end = 0] = [given.times[0], given.times[given.times.length - 1]];
  const steps = Array.from({ length: 9 }, (_, i) => start + ((end - start) * i) / 8);
  const grid = [...new Set([...steps, ...given.times])].sort((a, b) =>
    end > start ? a - b : b - a,
  );
  const options = method === "rk4" ? { grid, ...given.options } : given.options;
  return { ...given, method, adjoint, ...(options && { options }) };
}

describe.each(cases)("%s", (_, given) => {
  test.each(methods)("are computed as by a program written out (%s).", (method) => {
    const { solution, results } = gradientsOf(completed(given, method));
    const { t = [], states = [] } = solution.events ?? {};
    // The events of the other methods are at other times.
    if (method === "dopri5") expect(t.length).toBeGreaterThan(0);
    for (const [values, expected] of [
      [solution.ys, results.outputs.flat()],
      [t, results.events.map((event) => event.t)],
      [states, results.events.flatMap(({ state }) => state)],
    ] as const) {
      expect([...values]).toEqual(expected.map(({ re }) => expect.closeTo(re, 12)));
    }
  });

  test.each(
    methods.flatMap((method) => exactAdjoints.map((adjoint) => [method, ...adjoint] as const)),
  )("have exact gradients (%s, %s).", (method, _name, adjoint) => {
    const { pull, expected } = gradientsOf(completed(given, method, adjoint));
    expect(errorOf(pull(), expected)).toBeLessThan(1e-12);
  });
});

test("Gradients are bitwise equal under all schedules.", () => {
  const pulled = (adjoint: Case["adjoint"]) =>
    gradientsOf(
      completed({ times, ...both, options: { interpolate: true } }, "dopri5", adjoint),
    ).pull();
  const expected = pulled(symplecticAdjoint());
  for (const schedule of [binomial({ checkpoints: 2 }), online({ checkpoints: 3 })]) {
    expect(pulled(symplecticAdjoint({ schedule }))).toEqual(expected);
    expect(pulled(checkpointPerStep({ schedule }))).toEqual(pulled(checkpointPerStep()));
  }
  expect(pulled(symplecticAdjoint({ contents: "stages" }))).toEqual(expected);
});
