import type { TestProblem } from "@symplectic-adjoint/testing";
import { expect } from "vitest";
import { IntegrationError, type Solution } from "../../src/index.js";
import { type Float64Options, solveProblem } from "./differentiate.js";
import { thrownBy } from "./thrown-by.js";

/** Solves what cannot be solved to its end, and checks what is true of every such solution. */
export function failed(
  problem: TestProblem,
  times: ReadonlyArray<number>,
  options: Float64Options,
): Solution<Float64Array, Float64Array> {
  const solution = solveProblem(problem, times, options);
  const { outcome, t, ys } = solution;
  expect(outcome.kind).not.toBe("success");
  expect(t.length).toBeGreaterThanOrEqual(1);
  expect(t.length).toBeLessThan(times.length);
  expect(t).toEqual(times.slice(0, t.length));
  expect(ys).toHaveLength(t.length * problem.y0.length);

  const error = thrownBy(() => solution.pullback(ys));
  expect(error).toBeInstanceOf(IntegrationError);
  const { code, message, remedy, outcome: told } = error as IntegrationError;
  expect(code).toBe(`INTEGRATION_${outcome.kind.replace(/[A-Z]/g, "_$&").toUpperCase()}`);
  expect(told).toEqual(outcome);
  expect(message).toContain(`t = ${outcome.t}`);
  expect(message).toContain(`${solution.stats.forward.accepted} steps accepted`);
  expect(remedy).toBe(outcome.message);
  return solution;
}
