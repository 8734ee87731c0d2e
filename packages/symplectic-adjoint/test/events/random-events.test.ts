import fc from "fast-check";
import { expect, test } from "vitest";
import { binomial, checkpointPerStep, symplecticAdjoint } from "../../src/index.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { type Case, errorOf, gradientsOf } from "./support/compare-gradients.js";
import {
  complexOscillator,
  condition,
  reset,
  save,
  secondCondition,
} from "./support/event-problem.js";

const adjoints = [
  ...exactAdjoints,
  ["binomial", symplecticAdjoint({ schedule: binomial({ checkpoints: 2 }) })] as const,
  ["stages", symplecticAdjoint({ contents: "stages" } as never)] as const,
  [
    "window",
    checkpointPerStep({ window: "segment", schedule: binomial({ checkpoints: 2 }) } as never),
  ] as const,
];

const arbitraryCase = fc.record({
  adjoint: fc.constantFrom(...adjoints),
  method: fc.constantFrom("dopri5", "bosh3", "rk4"),
  backwards: fc.boolean(),
  interpolate: fc.boolean(),
  saveSteps: fc.boolean(),
  saves: fc.boolean(),
  outputs: fc.uniqueArray(fc.integer({ min: 1, max: 299 }), { minLength: 0, maxLength: 5 }),
  events: fc.uniqueArray(fc.constantFrom("bounce", "note", "terminal", "switch"), {
    minLength: 1,
    maxLength: 3,
  }),
  direction: fc.constantFrom(-1, 0, 1),
  occurrence: fc.integer({ min: 1, max: 3 }),
  jump: fc.option(fc.double({ min: 0.3, max: 3, noNaN: true })),
});

const kinds = {
  bounce: {
    event: { condition, reset },
    complex: { condition: complexOscillator.condition, reset: complexOscillator.reset },
  },
  note: { event: { condition }, complex: { condition: complexOscillator.condition } },
  terminal: {
    event: { condition: secondCondition },
    complex: { condition: complexOscillator.secondCondition },
  },
  switch: {
    event: { condition: secondCondition, reset },
    complex: { condition: complexOscillator.secondCondition, reset: complexOscillator.reset },
  },
} as const;

test("Random events have exact gradients, by every strategy.", () => {
  let count = 0;
  fc.assert(
    fc.property(arbitraryCase, (random) => {
      const { method, direction, occurrence, interpolate, saveSteps, saves } = random;
      const sign = random.backwards ? -1 : 1;
      const times = [0, ...random.outputs.sort((a, b) => a - b).map((n) => n / 100), 3].map(
        (t) => sign * t + 0.1,
      );
      const events = random.events.map((kind) => ({
        ...kinds[kind].event,
        direction,
        terminal: kind === "terminal" ? occurrence : false,
      }));
      const complexEvents = random.events.map((kind) => kinds[kind].complex);
      const fixed = Array.from({ length: 14 }, (_, i) => sign * (i + 1) * 0.2 + 0.1);
      const grid = [...new Set([...times, ...fixed])].sort((a, b) => sign * (a - b));
      const given = {
        ...{ method, times, events, complexEvents },
        adjoint: random.adjoint[1],
        options: {
          ...{ interpolate, saveSteps, maxEvents: 30, ...(saves && { save }) },
          ...(method === "rk4" ? { grid } : {}),
          jumpT: random.jump === null ? [] : [sign * random.jump + 0.1],
        },
      } as unknown as Case;
      const { solution, pull, expected, results } = gradientsOf(given);
      fc.pre(solution.outcome.kind !== "tooManyEvents");
      count += solution.events?.t.length ?? 0;
      expect(results.outputs.length).toBe(solution.ys.length / 2);
      expect(errorOf(pull(), expected)).toBeLessThan(1e-12);
    }),
    { seed: 1, numRuns: 60 },
  );
  expect(count).toBeGreaterThan(100);
});
