import { smallTableaux } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { backpropagation, checkpointPerStep, symplecticAdjoint } from "../src/index.js";
import { gradientBy } from "./support/gradient-of-program.js";
import type { Program } from "./support/program.js";

/** Outputs at n + 1 equal distances, interpolated in 8 steps. */
const interpolated = (n: number, more: Partial<Program> = {}): Program => ({
  times: Array.from({ length: n + 1 }, (_, i) => i / n),
  interpolates: true,
  wantsTimes: false,
  controller: eighths,
  ...more,
});
const eighths = {
  name: "eighths",
  adaptive: false,
  firstStep: 1 / 8,
  init: () => undefined,
  next: () => ({ accepted: true, step: 1 / 8, state: undefined }),
};
const counts = (adjoint: Parameters<typeof gradientBy>[0], program: Program) =>
  gradientBy(adjoint, program).pass.statistics;
const strategies = [
  symplecticAdjoint(),
  symplecticAdjoint({ contents: "stages" }),
  checkpointPerStep(),
  backpropagation(),
];

test.each(strategies)(
  "$name needs as many evaluations for a few outputs as for many.",
  (adjoint) => {
    const few = counts(adjoint, interpolated(17));
    const many = counts(adjoint, interpolated(1000));
    expect(many.forward).toEqual(few.forward);
    expect(many.backward).toEqual(few.backward);
    // Outputs cut no step. The slope at the end of each step is k_1 of the next one, so only the last one is new.
    const none = counts(adjoint, interpolated(1));
    expect(many.forward.evaluations).toBe(none.forward.evaluations + 1);
  },
);

test("A step has one more stage with a cotangent if it has interpolated outputs with cotangents.", () => {
  const { activeStages } = smallTableaux.dopri5;
  const without = (...list: ReadonlyArray<number>) => ({ without: list });
  const vjps = (program: Program) => counts(symplecticAdjoint(), program).backward.vjps;
  const [steps, stages] = [8, activeStages.length];
  expect(vjps(interpolated(1))).toBe(steps * stages);
  expect(vjps(interpolated(1000))).toBe(steps * (stages + 1));
  // Each step has an entry of the outputs within it, and one of that at its end: two of the former have no cotangent.
  expect(vjps(interpolated(1000, without(1, 3)))).toBe(steps * (stages + 1) - 2);
  // Nothing depends on the steps after the last cotangent.
  const later = Array.from({ length: 2 * steps - 2 }, (_, i) => i + 3);
  expect(vjps(interpolated(1000, without(...later)))).toBe(stages + 1);
});
