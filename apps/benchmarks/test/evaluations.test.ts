import { lotkaVolterra } from "@symplectic-adjoint/testing";
import { float64, solve, tableaux } from "symplectic-adjoint";
import { describe, expect, it } from "vitest";
import { countingEngine } from "../src/evaluations/call-counts.js";
import { countSolve } from "../src/evaluations/count-solve.js";
import type { MethodName } from "../src/evaluations/counted-run.js";
import { countingFunction } from "../src/evaluations/counting-function.js";
import { evaluations } from "../src/evaluations/evaluations.js";
import { integrationCounts } from "../src/evaluations/expected-counts.js";
import { type StrategyName, strategies } from "../src/strategies.js";

describe("the benchmark of evaluations", () => {
  for (const method of Object.keys(tableaux) as Array<MethodName>) {
    for (const strategy of Object.keys(strategies) as Array<StrategyName>) {
      it(`counts what the formulas say for ${method} under ${strategy}`, () => {
        const { forward, backward } = countSolve(method, strategy);
        expect(forward.counted).toEqual(countsOf(forward.expected));
        expect(backward.counted).toEqual(countsOf(backward.expected));
        expect([forward.agrees, backward.agrees]).toEqual([true, true]);
      });
    }
  }

  it("has steps that were rejected, without which its formulas would not be tested.", () => {
    expect(countSolve("dopri5", "odeint").forward.statistics.rejected).toBeGreaterThan(0);
    expect(countSolve("fehlberg2", "odeint").forward.statistics.rejected).toBeGreaterThan(0);
  });

  it("reports no failures, and a row for each method and strategy.", async () => {
    const { failures, tables } = await evaluations.run();
    expect(failures).toEqual([]);
    expect(tables[0]?.rows).toHaveLength(45);
  });
});

describe("a counting engine", () => {
  it("counts every evaluation of a solve, and can be reset.", () => {
    const { engine, takeCounts } = countingEngine(float64);
    const problem = lotkaVolterra({ t1: 1 });
    solve(problem, problem.y0, [0, 1], { backend: engine, method: "rk4", stepSize: 0.25 });
    expect(takeCounts()).toEqual({ evaluations: 16, recorded: 0, vjps: 0 });
    expect(takeCounts()).toEqual({ evaluations: 0, recorded: 0, vjps: 0 });
  });
});

describe("a counting function", () => {
  it("counts the calls that reach it, and can be reset.", () => {
    const problem = lotkaVolterra({ t1: 1 });
    const { func, takeCounts } = countingFunction(problem);
    solve(func, func.y0, [0, 1], { backend: float64, method: "rk4", stepSize: 0.25 });
    expect(takeCounts()).toEqual({ evaluate: 16, vjp: 0 });
    expect(takeCounts()).toEqual({ evaluate: 0, vjp: 0 });
  });
});

describe("the formulas", () => {
  it("show the method's own numbers.", () => {
    const steps = { accepted: 10, rejected: 2, intervals: 1 };
    expect(integrationCounts(tableaux.dopri5, steps)).toMatchObject({
      evaluations: 74,
      formula: "2 + 6(N + R)",
    });
    expect(integrationCounts(tableaux.fehlberg2, steps)).toMatchObject({
      evaluations: 35,
      formula: "1 + N + 2(N + R)",
    });
  });
});

function countsOf({
  evaluations: all,
  recorded,
  vjps,
}: Record<"evaluations" | "recorded" | "vjps", number>) {
  return { evaluations: all, recorded, vjps };
}
