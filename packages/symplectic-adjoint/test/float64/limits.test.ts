import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { decay, lotkaVolterra } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { continuousAdjoint, fixedSteps, float64, solveAsync } from "../../src/index.js";
import { solveProblem } from "../support/differentiate.js";
import { expectRefusal } from "../support/expect-refusal.js";
import { failed } from "../support/failed.js";

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

  test("suffices if it equals the number of steps, and one less does not.", () => {
    const { accepted, rejected } = solveProblem(problem, [0, 10], { rtol: 1e-5 }).stats.forward;
    const attempts = accepted + rejected;
    const limited = (maxNumSteps: number) =>
      solveProblem(problem, [0, 10], { rtol: 1e-5, maxNumSteps }).outcome.kind;
    expect(limited(attempts)).toBe("success");
    expect(limited(attempts - 1)).toBe("tooManySteps");
  });

  test("is rejected if it is less than the number of requested steps, before anything is computed.", () => {
    let evaluations = 0;
    const counting = { ...problem, evaluate: () => evaluations++ } as typeof problem;
    for (const [options, argument] of [
      [{ method: "rk4", stepsPerInterval: 10, maxNumSteps: 9 }, "stepsPerInterval"],
      [{ method: "rk4", stepsPerInterval: 1e8 }, "stepsPerInterval"],
      [{ stepSize: 1, maxNumSteps: 9 }, "stepSize"],
      [{ stepSize: 1e-300 }, "stepSize"],
      [{ grid: [0, 1, 2, 10], maxNumSteps: 2 }, "maxNumSteps"],
      [{ stepT: [1, 2], jumpT: [3], maxNumSteps: 3 }, "maxNumSteps"],
    ] as const) {
      expectRefusal(() => solveProblem(counting, [0, 10], options), {
        error: InvalidArgumentError,
        code: "INVALID_ARGUMENT",
        argument,
        remedy: "maxNumSteps",
      });
    }
    expectRefusal(() => solveProblem(counting, [0, 1, 2, 3], { maxNumSteps: 2 }), {
      error: InvalidArgumentError,
      code: "INVALID_ARGUMENT",
      argument: "maxNumSteps",
      shown: "2",
      remedy: "Raise maxNumSteps",
    });
    expect(evaluations).toBe(0);
  });

  test("is not, if times are outside the span, or coincide.", () => {
    const options = { stepT: [0.5, 1, -3, 20], jumpT: [0.5], maxNumSteps: 2 };
    const fixed = { ...options, method: "rk4" } as const;
    expect(solveProblem(problem, [0, 1], fixed).outcome.kind).toBe("success");
  });

  test("holds for the backward pass of the continuous adjoint, known before the forward pass.", () => {
    let evaluations = 0;
    const counting = { ...problem, evaluate: () => evaluations++ } as typeof problem;
    const adjoint = continuousAdjoint({
      controller: fixedSteps({ stepsPerInterval: 100 }),
      maxNumSteps: 99,
    });
    expect(() => solveProblem(counting, [0, 1], { adjoint })).toThrow(
      /^stepsPerInterval would take 100 steps, more than maxNumSteps, 99/,
    );
    expect(evaluations).toBe(0);
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
    let begun = false;
    const problem = lotkaVolterra();
    const solution = await solveAsync(problem, problem.y0, [0, 1e6], {
      backend: float64,
      differentiate: false,
      signal: controller.signal,
      maxNumSteps: Number.POSITIVE_INFINITY,
      onStep: ({ accepted }) => {
        // A timer runs while the solve does: only if it yields.
        if (accepted && !begun) setTimeout(() => controller.abort(), 0);
        begun ||= accepted;
      },
    });
    expect(solution.outcome.kind).toBe("aborted");
    expect(solution.outcome.t).toBeGreaterThan(0);
  });
});
