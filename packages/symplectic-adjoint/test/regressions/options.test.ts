import { InvalidTimesError, UnknownOptionError } from "@symplectic-adjoint/core";
import { decay } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { continuousAdjoint, float64, solve, symplecticAdjoint } from "../../src/index.js";
import { type Float64Options, solveProblem } from "../support/differentiate.js";
import { methodNames } from "../support/method-names.js";
import { thrownBy } from "../support/thrown-by.js";

// In the PyTorch reference fixed steps ignore their options, and options are changed in place.

describe.each(methodNames)("Fixed steps of %s", (method) => {
  const lengths = (options: Float64Options, times: ReadonlyArray<number> = [0, 0.5, 2]) =>
    solveProblem(decay(), times, { method, ...options }).stats.stepSizes;

  test("are no longer than stepSize, equal within each interval.", () => {
    expect(lengths({ stepSize: 0.25 })).toEqual(new Array(8).fill(0.25));
    expect(lengths({ stepSize: 0.4 })).toEqual([0.25, 0.25, ...new Array(4).fill(0.375)]);
    expect(lengths({ stepSize: 10 })).toEqual([0.5, 1.5]);
    expect(lengths({ stepSize: 0.25 }, [2, 0.5, 0])).toEqual(new Array(8).fill(-0.25));
  });

  test("are as many as stepsPerInterval says.", () => {
    expect(lengths({ stepsPerInterval: 2 })).toEqual([0.25, 0.25, 0.75, 0.75]);
  });

  test("end at the times of grid.", () => {
    expect(lengths({ grid: [0, 0.125, 0.5, 1, 2] })).toEqual([0.125, 0.375, 0.5, 1]);
  });

  test("contain stepT and jumpT.", () => {
    expect(lengths({ stepsPerInterval: 1, stepT: [0.25], jumpT: [1] })).toEqual([
      0.25, 0.25, 0.5, 1,
    ]);
  });

  test("are an error if the grid lacks an output.", () => {
    const error = thrownBy(() => lengths({ grid: [0, 1, 2] }));
    expect(error).toBeInstanceOf(InvalidTimesError);
    expect((error as InvalidTimesError).message).toContain("0.5");
  });
});

test("An unknown option is an error that names the correct one.", () => {
  const options = { step_size: 0.1 } as object as Float64Options;
  const error = thrownBy(() => solveProblem(decay(), [0, 1], options));
  expect(error).toBeInstanceOf(UnknownOptionError);
  const { argument, code, message, remedy } = error as UnknownOptionError;
  expect(argument).toBe("options.step_size");
  expect(code).toBe("UNKNOWN_OPTION");
  expect(message).toContain("0.1");
  expect(remedy).toContain("Did you mean stepSize?");
});

test("Options, times and arrays of the caller are never changed.", () => {
  const problem = decay({ y0: [1, 2] });
  const times = Object.freeze([0, 0.5, 1]);
  const jumpT = Object.freeze([0.75, 0.25]);
  const stepT = Object.freeze([0.9, 0.1]);
  const rtol = Object.freeze([1e-5]);
  for (const adjoint of [symplecticAdjoint(), continuousAdjoint(Object.freeze({ rtol: 1e-6 }))]) {
    const options = Object.freeze({ backend: float64, adjoint, jumpT, stepT, rtol, atol: 1e-5 });
    const before = JSON.stringify(options);
    const y0 = problem.y0.slice();
    const cotangents = Float64Array.of(0, 0, 0, 1, 1, 0);
    const solution = solve(problem, y0, times, options);
    const ys = solution.ys.slice();
    solution.pullback(cotangents);
    expect(JSON.stringify(options)).toBe(before);
    expect(y0).toEqual(Float64Array.of(1, 2));
    expect(cotangents).toEqual(Float64Array.of(0, 0, 0, 1, 1, 0));
    expect(problem.parameters).toEqual(Float64Array.of(-0.7));
    expect(solution.ys).toEqual(ys);
    expect(jumpT).toEqual([0.75, 0.25]);
  }
});
