import type { Adjoint, StepSizeController } from "@symplectic-adjoint/core";
import { elementary } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  backpropagation,
  checkpointPerStep,
  oneCheckpoint,
  symplecticAdjoint,
} from "../src/index.js";
import { gradientByComplexStep } from "./support/complex-gradient.js";
import { distance } from "./support/distance.js";
import { gradientAhead, gradientBy } from "./support/gradient-of-program.js";
import type { Program } from "./support/program.js";
import { programs } from "./support/programs.js";
import { schedules } from "./support/schedules.js";

const strategies = [
  ["symplecticAdjoint", symplecticAdjoint()],
  ["symplecticAdjoint with stages", symplecticAdjoint({ contents: "stages" })],
  ["checkpointPerStep", checkpointPerStep()],
  ["a tape per step", checkpointPerStep({ window: "step" })],
  ["oneCheckpoint", oneCheckpoint()],
  ["backpropagation", backpropagation()],
] as const;

describe.each(Object.entries(programs))("With %s,", (_, program) => {
  test.each(strategies)("%s has the gradient of a complex step.", (__, adjoint) => {
    const solved = gradientBy(adjoint, program);
    const expected = gradientByComplexStep(program, solved);
    expect(distance(solved.gradient, expected)).toBeLessThan(1e-12);
    expect(solved.leaks).toBe(0);
    expect(solved.found.length > 0).toBe(program.events !== undefined);
  });
});

describe.each([
  "interpolated outputs",
  "saved outputs within steps",
  "jumps and step times",
  "dense output",
  "resets in a program with everything",
  "resets, backward",
])("Under all schedules, with %s,", (name) => {
  const gradient = (adjoint: Adjoint) => {
    const { gradient: found, leaks } = gradientBy(adjoint, programs[name] as Program);
    expect(leaks).toBe(0);
    return found;
  };

  test("the symplectic adjoint has bitwise the same gradient.", () => {
    const expected = gradient(symplecticAdjoint());
    for (const schedule of schedules) {
      expect(gradient(symplecticAdjoint({ schedule }))).toEqual(expected);
      expect(gradient(symplecticAdjoint({ schedule, contents: "stages" }))).toEqual(expected);
    }
  });

  test("a tape per step has bitwise the same gradient.", () => {
    const expected = gradient(checkpointPerStep({ window: "step" }));
    for (const schedule of schedules)
      expect(gradient(checkpointPerStep({ schedule, window: "step" }))).toEqual(expected);
  });

  test("a tape per segment has the same gradient to rounding.", () => {
    const expected = gradient(oneCheckpoint());
    for (const schedule of schedules)
      expect(distance(gradient(checkpointPerStep({ schedule })), expected)).toBeLessThan(1e-13);
  });
});

/** Predicts each step from the error of the one before the last; its first step is much too long. */
const late: StepSizeController<number | undefined> = {
  ...elementary(),
  firstStep: { trial: () => 0.01, choose: () => 1.9 },
  init: () => undefined,
  next(known, attempt) {
    const { accepted, step } = elementary().next(undefined, attempt);
    return { accepted, step: accepted ? (known ?? step) : step, state: step };
  },
  predictNext: (known) => known,
};

describe.each([
  "interpolated outputs",
  "jumps and step times",
  "resets in a program with everything",
])("If steps are attempted ahead, with %s,", (name) => {
  test.each(strategies)("%s has the gradient of a complex step.", async (_, adjoint) => {
    const program = { ...(programs[name] as Program), controller: late, tolerance: 1e-7 };
    const solved = await gradientAhead(adjoint, program);
    const expected = gradientByComplexStep(program, solved);
    expect(distance(solved.gradient, expected)).toBeLessThan(1e-12);
    expect(solved.leaks).toBe(0);
    const { rejected, discarded } = solved.pass.statistics.forward;
    expect([rejected, discarded].every((count) => count > 0)).toBe(true);
  });
});
