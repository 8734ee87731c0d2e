import { mlp } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { continuousAdjoint, float64, solve } from "../../src/index.js";
import { differentiate, solveProblem } from "../support/differentiate.js";
import { adaptiveMethods } from "../support/method-names.js";
import { nestedLotkaVolterra, nestedState } from "../support/nested-lotka-volterra.js";

// After torchdiffeq's norm_tests.

const rms = (values: Float64Array) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const largestRms = (...lists: ReadonlyArray<ReadonlyArray<Float64Array>>) =>
  Math.max(...lists.flat().map(rms));

/** A network with two hidden units to each number, and sin 2t in it. */
const network = mlp({ inputs: 2, hidden: 10, forcing: true });

describe("A custom norm", () => {
  test("receives the error in the structure of the state: one array.", () => {
    let calls = 0;
    const { ys } = solveProblem(network, [0, 1], {
      norm: (error) => {
        calls++;
        expect(error).toBeInstanceOf(Float64Array);
        expect(error).toHaveLength(2);
        return rms(error as Float64Array);
      },
    });
    expect(calls).toBeGreaterThan(3);
    // The root of the mean of the squares is the default.
    expect(ys).toEqual(solveProblem(network, [0, 1]).ys);
  });

  test("receives a list or a record if the state is one, and the largest RMS is the default.", () => {
    const shapes = new Set<string>();
    const run = (norm?: (error: unknown) => number) =>
      solve(nestedLotkaVolterra, nestedState(1, 1), [0, 2], { backend: float64, norm });
    const own = run((error) => {
      const [{ prey }, predators] = error as ReturnType<typeof nestedState>;
      shapes.add(
        `${Object.keys((error as ReadonlyArray<object>)[0] ?? {})} ${prey.length} ${predators.length}`,
      );
      return largestRms([prey, predators]);
    });
    expect([...shapes]).toEqual(["prey 1 1"]);
    expect(own.stats).toEqual(run().stats);
    expect(own.ys).toEqual(run().ys);
  });

  test.each(adaptiveMethods)(
    "that is ten times as large does not take fewer evaluations of %s.",
    (method) => {
      const count = (factor: number) =>
        solveProblem(network, [0, 1], {
          method,
          rtol: 1e-4,
          atol: 1e-6,
          norm: (error) => factor * rms(error as Float64Array),
        }).stats.forward.evaluations;
      expect(count(1)).toBeLessThanOrEqual(count(10));
      expect(count(10)).toBeLessThan(count(1000));
    },
  );
});

describe("The norm of the continuous adjoint", () => {
  type Parts = Readonly<Record<"y" | "lambda" | "theta", ReadonlyArray<Float64Array>>>;
  const cotangents: ReturnType<typeof nestedState> = [
    { prey: Float64Array.of(0, 1) },
    Float64Array.of(0, -1),
  ];
  const run = (adjoint = continuousAdjoint<Float64Array>()) => {
    const y0 = nestedState(1, 1);
    const solution = solve(nestedLotkaVolterra, y0, [0, 2], { backend: float64, adjoint });
    return { gradients: solution.pullback(cotangents), stats: solution.stats };
  };

  test("receives the errors of the state, of its adjoint, and of the parameters' adjoint.", () => {
    const lengths = new Set<string>();
    const norm = ({ y, lambda, theta }: Parts) => {
      const count = (list: ReadonlyArray<Float64Array>) => list.map((values) => values.length);
      lengths.add(JSON.stringify([y, lambda, theta].map(count)));
      return largestRms(y, lambda, theta);
    };
    const own = run(continuousAdjoint({ norm }));
    expect([...lengths]).toEqual(["[[1,1],[1,1],[2,2]]"]);
    // That largest RMS is the default, which has the name "default".
    expect(own).toEqual(run());
    expect(own).toEqual(run(continuousAdjoint({ norm: "default" })));
  });

  test("leaves out the parameters' adjoint if it is a seminorm.", () => {
    const norm = ({ y, lambda }: Parts) => largestRms(y, lambda);
    expect(run(continuousAdjoint({ norm: "seminorm" }))).toEqual(run(continuousAdjoint({ norm })));
  });

  test.each(adaptiveMethods)("does not take more evaluations of %s as a seminorm.", (method) => {
    const wide = mlp({ inputs: 2, hidden: 256, forcing: true });
    const problem = { ...wide, parameters: wide.parameters.map((value) => value / 8) };
    const tol = method === "dopri5" || method === "dopri8" ? 1e-8 : 1e-4;
    const count = (norm: "default" | "seminorm") =>
      differentiate(problem, [0, 1], Float64Array.of(0, 0, 1, 1), {
        method,
        rtol: tol,
        atol: tol,
        adjoint: continuousAdjoint({ norm }),
      }).solution.stats.backward.evaluations;
    expect(count("seminorm")).toBeLessThanOrEqual(count("default"));
  });
});
