import { lotkaVolterra } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { solveProblem } from "../support/differentiate.js";

// In the PyTorch reference the controller continues from the length of a step that was cut to land on an output. Here it continues from the proposal that was cut; afterLanding: "cut" is the reference's way.

const problem = lotkaVolterra();

function evaluations(times: ReadonlyArray<number>, afterLanding?: "cut" | "proposal"): number {
  const { stats, outcome } = solveProblem(problem, times, { rtol: 1e-6, atol: 1e-6, afterLanding });
  expect(outcome.kind).toBe("success");
  return stats.forward.evaluations;
}

describe("After landing on an output", () => {
  test("a gap of 1e-9 between two outputs costs one step, not those that grow back from its length.", () => {
    const free = evaluations([0, 10]);
    const landed = evaluations([0, 5, 10]);
    const gap = evaluations([0, 5, 5 + 1e-9, 10]);
    // dopri5: six evaluations an attempt.
    expect(gap - landed).toBe(6);
    expect(landed - free).toBeLessThanOrEqual(12);
    expect(evaluations([0, 5, 5 + 1e-9, 10], "cut") - landed).toBeGreaterThanOrEqual(6 * 6);
  });

  test("proposal is the default.", () => {
    const times = [0, 5, 5 + 1e-9, 10];
    expect(evaluations(times)).toBe(evaluations(times, "proposal"));
  });

  test("1001 outputs cost one step each, six evaluations, and none is rejected for it.", () => {
    const times = Array.from({ length: 1001 }, (_, i) => i / 100);
    const { stats } = solveProblem(problem, times, { rtol: 1e-6, atol: 1e-6 });
    expect(stats.forward).toMatchObject({ accepted: 1000, rejected: 0, evaluations: 2 + 6 * 1000 });
  });

  test("a hundred outputs close together do not slow the steps behind them.", () => {
    const close = Array.from({ length: 101 }, (_, i) => 5 + i * 1e-9);
    const around = evaluations([0, 5, 5 + 1e-7, 10]);
    expect(evaluations([0, ...close, 10]) - around).toBe(99 * 6);
  });

  test("the solution is as accurate either way.", () => {
    const times = Array.from({ length: 101 }, (_, i) => i / 10);
    const { ys } = solveProblem(problem, times, { rtol: 1e-8, atol: 1e-8 });
    const known = problem.endValue as ReadonlyArray<number>;
    expect(ys[200]).toBeCloseTo(known[0] as number, 6);
    expect(ys[201]).toBeCloseTo(known[1] as number, 6);
  });
});
