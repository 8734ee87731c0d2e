import { newPassStatistics } from "@symplectic-adjoint/core";
import { sineSquare } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { type MethodName, tableaux } from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import { counted } from "../support/counted.js";
import { type Float64Options, solveProblem } from "../support/differentiate.js";
import { adaptiveMethods, methodNames } from "../support/method-names.js";

const times = [0, 1, 3];

/** Solves with control loose enough for rejections, and compares the statistics with the calls that were made. */
function forward(method: MethodName, options: Float64Options) {
  const { problem, calls } = counted(sineSquare());
  const { stats } = solveProblem(problem, times, { method, ...options });
  expect(calls).toEqual({ evaluate: stats.forward.evaluations, vjp: 0 });
  expect(stats.backward).toEqual(newPassStatistics());
  // Scalars are numbers here: there is nothing to wait for, or to do meanwhile.
  expect(stats.forward).toMatchObject({ discarded: 0, readbacks: 0, stalled: 0 });
  expect(stats.stepSizes).toHaveLength(stats.forward.accepted);
  return stats.forward;
}

describe.each(adaptiveMethods)("Evaluations of an adaptive forward pass with %s", (method) => {
  const { stages, fsal } = tableaux[method];
  // With FSAL the last stage is the next step's k_1; without, each accepted step but the last is followed by a k_1.
  const perRun = (accepted: number, rejected: number) =>
    1 + (stages - 1) * (accepted + rejected) + (fsal ? 0 : accepted - 1);
  const loose = { rtol: 1e-4, atol: 1e-4 };

  test.each(allAdjoints)("are k_1, one trial and s − 1 an attempt with %s.", (name, adjoint) => {
    const { accepted, rejected, evaluations, recorded, vjps } = forward(method, {
      ...loose,
      adjoint,
    });
    expect(rejected).toBeGreaterThan(0);
    expect(evaluations).toBe(1 + perRun(accepted, rejected));
    // Backpropagation records all but the trial, which is outside of the differentiated map.
    expect(recorded).toBe(name === "backpropagation" ? evaluations - 1 : 0);
    expect(vjps).toBe(0);
  });

  test("are one less with firstStep, which needs no trial.", () => {
    const { accepted, rejected, evaluations } = forward(method, { ...loose, firstStep: 0.5 });
    expect(evaluations).toBe(perRun(accepted, rejected));
  });

  test("are one more for each jump inside, because k_1 is re-evaluated.", () => {
    const { accepted, rejected, evaluations } = forward(method, { ...loose, jumpT: [0.5, 2] });
    expect(evaluations).toBe(1 + perRun(accepted, rejected) + (fsal ? 2 : 0));
  });

  test("are the same whether the times of steps are given or not, but for more steps.", () => {
    const { accepted, rejected, evaluations } = forward(method, { ...loose, stepT: [0.5, 2] });
    expect(evaluations).toBe(1 + perRun(accepted, rejected));
  });

  test("are the same without a gradient.", () => {
    const differentiated = forward(method, loose);
    expect(forward(method, { ...loose, differentiate: false })).toEqual(differentiated);
  });
});

test.each(methodNames)(
  "Fixed steps of %s take its active stages a step, and nothing else.",
  (method) => {
    for (const [name, adjoint] of allAdjoints) {
      const { accepted, rejected, evaluations, recorded } = forward(method, {
        stepsPerInterval: 6,
        adjoint,
      });
      expect([accepted, rejected]).toEqual([12, 0]);
      expect(evaluations).toBe(12 * tableaux[method].activeStages.length);
      expect(recorded).toBe(name === "backpropagation" ? evaluations : 0);
    }
  },
);

test("Stages that nothing depends on are the last ones of FSAL methods.", () => {
  const active = methodNames.map((name) => [name, tableaux[name].activeStages.length]);
  expect(Object.fromEntries(active)).toEqual({
    euler: 1,
    midpoint: 2,
    rk4: 4,
    rk38: 4,
    adaptiveHeun: 2,
    fehlberg2: 3,
    bosh3: 3,
    dopri5: 6,
    dopri8: 13,
  });
});
