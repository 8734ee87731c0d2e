import {
  InvalidArgumentError,
  InvalidStateError,
  InvalidToleranceError,
  MissingGradientError,
  ReleasedError,
  UnknownOptionError,
} from "@symplectic-adjoint/core";
import { decay } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  checkpointPerStep,
  continuousAdjoint,
  float64,
  oneCheckpoint,
  solve,
  symplecticAdjoint,
} from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import { solveProblem } from "../support/differentiate.js";
import { expectRefusal } from "../support/expect-refusal.js";

const problem = decay({ y0: [1, 2] });
const times = [0, 1];
const cotangents = Float64Array.of(0, 0, 1, 1);

describe.each(allAdjoints)("With %s", (_, adjoint) => {
  test("a pullback after dispose is refused; disposing twice is not.", () => {
    const solution = solveProblem(problem, times, { adjoint });
    solution.pullback(cotangents);
    solution.dispose();
    solution.dispose();
    expectRefusal(() => solution.pullback(cotangents), {
      error: ReleasedError,
      code: "RELEASED",
      argument: "pullback",
      remedy: "dispose()",
    });
  });

  test("a pullback without differentiate is refused.", () => {
    const solution = solveProblem(problem, times, { adjoint, differentiate: false });
    expectRefusal(() => solution.pullback(cotangents), {
      error: ReleasedError,
      code: "RELEASED",
      argument: "pullback",
      remedy: "Omit differentiate: false",
    });
  });

  test("cotangents of another shape or structure are refused.", () => {
    const solution = solveProblem(problem, times, { adjoint });
    for (const [wrong, argument, shown] of [
      [Float64Array.of(1), "cotangents", "Float64Array [1]"],
      [[cotangents], "cotangents", "[Float64Array [0, 0, 1, 1]]"],
      [undefined, "cotangents", "undefined"],
      [[1, 2], "cotangents[0]", "1"],
    ] as const) {
      expectRefusal(() => solution.pullback(wrong as unknown as Float64Array), {
        error: InvalidStateError,
        code: "INVALID_STATE",
        argument,
        shown,
        remedy: "Pass a",
      });
    }
  });

  test("an f without a derivative is rejected if one is requested, with a remedy.", () => {
    const plain = (_t: number, y: Float64Array) => y.map((value) => -value);
    const body = () => {
      const solution = solve(plain, problem.y0, times, { backend: float64, adjoint });
      solution.pullback(cotangents);
    };
    expectRefusal(body, {
      error: MissingGradientError,
      code: "MISSING_GRADIENT",
      argument: "func",
      shown: "function plain",
      remedy: "vjp(t, y, p, g, yBar, pBar)",
    });
  });
});

test("A solution of Float64Arrays has no tape to join.", () => {
  const solution = solveProblem(problem, times);
  expectRefusal(() => solution.differentiable(problem.y0), {
    error: InvalidArgumentError,
    code: "INVALID_ARGUMENT",
    argument: "differentiable",
    remedy: "Call pullback",
  });
});

test("A pullback that fails does not use the solution up.", () => {
  const solution = solveProblem(problem, times);
  expect(() => solution.pullback(Float64Array.of(1))).toThrow(InvalidStateError);
  expect(solution.pullback(cotangents).y0[0]).toBeCloseTo(Math.exp(-0.7), 7);
});

test.each([
  ["symplecticAdjoint", symplecticAdjoint],
  ["checkpointPerStep", checkpointPerStep],
  ["oneCheckpoint", oneCheckpoint],
  ["continuousAdjoint", continuousAdjoint],
])("%s refuses an option that it does not have.", (name, factory) => {
  expectRefusal(() => factory({ shedule: 3 } as object), {
    error: UnknownOptionError,
    code: "UNKNOWN_OPTION",
    argument: "shedule",
    shown: "3",
    remedy: "Its options are",
  });
  expect(name).toBe(factory.name);
});

test("continuousAdjoint refuses invalid options.", () => {
  for (const [options, argument, shown] of [
    [{ rtol: -1 }, "rtol", "-1"],
    [{ atol: [1e-3, 0] }, "atol", "[0.001, 0]"],
  ] as const)
    expectRefusal(() => continuousAdjoint(options), {
      error: InvalidToleranceError,
      code: "INVALID_TOLERANCE",
      argument,
      shown,
      remedy: `Write ${argument}: 1e-6`,
    });
  for (const [options, argument, shown] of [
    [{ norm: "semi" }, "norm", '"semi"'],
    [{ maxNumSteps: -3 }, "maxNumSteps", "-3"],
  ] as const)
    expectRefusal(() => continuousAdjoint(options as object), {
      error: InvalidArgumentError,
      code: "INVALID_ARGUMENT",
      argument,
      shown,
      remedy: `Write ${argument}: `,
    });
  const adjoint = continuousAdjoint({ rtol: [1e-3, 1e-3] });
  expectRefusal(() => solveProblem(problem, times, { adjoint }).pullback(cotangents), {
    error: InvalidToleranceError,
    code: "INVALID_TOLERANCE",
    argument: "The rtol of the adjoint",
    shown: "[0.001, 0.001]",
    remedy: "1e-6",
  });
});
