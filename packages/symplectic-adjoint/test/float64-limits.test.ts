import { decay, lotkaVolterra } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { float64, solveAsync } from "../src/index.js";
import { solveProblem } from "./support/differentiate.js";
import { failed } from "./support/failed.js";

describe("maxNumSteps", () => {
  const problem = lotkaVolterra();

  test("ends the integration after so many attempts, the rejected ones included.", () => {
    const { outcome, stats } = failed(problem, [0, 10], { maxNumSteps: 20, rtol: 1e-5 });
    expect(outcome.kind).toBe("tooManySteps");
    expect(stats.forward.accepted + stats.forward.rejected).toBe(20);
    expect(stats.forward.rejected).toBeGreaterThan(0);
    expect(outcome.t).toBeGreaterThan(0);
    expect(outcome.t).toBeLessThan(10);
  });

  test("is enough if it is what the integration takes, and one less is not.", () => {
    const { accepted, rejected } = solveProblem(problem, [0, 10], { rtol: 1e-5 }).stats.forward;
    const attempts = accepted + rejected;
    const limited = (maxNumSteps: number) =>
      solveProblem(problem, [0, 10], { rtol: 1e-5, maxNumSteps }).outcome.kind;
    expect(limited(attempts)).toBe("success");
    expect(limited(attempts - 1)).toBe("tooManySteps");
  });

  test("limits fixed steps as well.", () => {
    const options = { method: "rk4", stepsPerInterval: 10, maxNumSteps: 9 } as const;
    const { outcome } = failed(problem, [0, 10], options);
    expect(outcome).toMatchObject({ kind: "tooManySteps", t: 9 });
  });
});

describe("A signal", () => {
  test("that is aborted before ends the integration before its first step.", () => {
    const { outcome, stats } = failed(decay(), [0, 1], { signal: { aborted: true } });
    expect(outcome).toMatchObject({ kind: "aborted", t: 0 });
    expect(stats.forward.accepted).toBe(0);
  });

  test("that is aborted on the way ends it after that step.", () => {
    const controller = new AbortController();
    let steps = 0;
    const { outcome, stats } = failed(lotkaVolterra(), [0, 10], {
      signal: controller.signal,
      onStep: () => {
        steps++;
        if (steps === 7) controller.abort();
      },
    });
    expect(outcome.kind).toBe("aborted");
    expect(stats.forward.accepted + stats.forward.rejected).toBe(7);
  });

  test("ends an asynchronous solve while it runs.", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1);
    const problem = lotkaVolterra();
    const solution = await solveAsync(problem, problem.y0, [0, 1e6], {
      backend: float64,
      differentiate: false,
      signal: controller.signal,
      maxNumSteps: Number.POSITIVE_INFINITY,
    });
    expect(solution.outcome.kind).toBe("aborted");
    expect(solution.outcome.t).toBeGreaterThan(0);
  });
});
