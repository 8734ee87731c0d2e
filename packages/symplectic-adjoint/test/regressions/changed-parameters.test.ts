import { ParametersChangedError } from "@symplectic-adjoint/core";
import { lotkaVolterra } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { float64, solve } from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import { differentiate, solveProblem } from "../support/differentiate.js";
import { thrownBy } from "../support/thrown-by.js";

// The PyTorch reference differentiates with whatever values the parameters have in the backward pass; here a parameter that
// changed since the forward pass is an error.

describe.each(allAdjoints)("With %s", (_, adjoint) => {
  test("a parameter that changed after the solve is an error that names it, with a remedy.", () => {
    const problem = lotkaVolterra({ t1: 1 });
    const solution = solveProblem(problem, [0, 1], { adjoint });
    problem.parameters[2] = 3.1;
    const error = thrownBy(() => solution.pullback(Float64Array.of(0, 0, 1, 1)));
    expect(error).toBeInstanceOf(ParametersChangedError);
    const { code, argument, message, remedy } = error as ParametersChangedError;
    expect(code).toBe("PARAMETERS_CHANGED");
    expect(argument).toBe("parameters[0]");
    expect(message).toContain("1.5, 1, 3.1, 1");
    expect(message).toContain("changed between the forward and the backward pass");
    expect(remedy).toContain("solve again");
  });

  test("a change by an ulp is detected, and a reverted one is not.", () => {
    const problem = lotkaVolterra({ t1: 1 });
    const cotangents = Float64Array.of(0, 0, 1, 1);
    const { solution, y0 } = differentiate(problem, [0, 1], cotangents, { adjoint });
    problem.parameters[0] = 1.5 * (1 + Number.EPSILON);
    expect(() => solution.pullback(cotangents)).toThrow(ParametersChangedError);
    problem.parameters[0] = 1.5;
    expect(solution.pullback(cotangents).y0).toEqual(y0);
  });

  test("of several parameters the one that changed is named.", () => {
    const parameters = [Float64Array.of(1), Float64Array.of(2)];
    const func = { parameters, evaluate: () => {}, vjp: () => {} };
    const solution = solve(func, Float64Array.of(1), [0, 1], { backend: float64, adjoint });
    (parameters[1] as Float64Array)[0] = 5;
    const error = thrownBy(() => solution.pullback(Float64Array.of(0, 1)));
    expect((error as ParametersChangedError).argument).toBe("parameters[1]");
  });
});
