import { type ButcherTableau, ParametersChangedError } from "@symplectic-adjoint/core";
import { lotkaVolterra } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  continuousAdjoint,
  type Float64Function,
  float64,
  type Solution,
  type SolveOptions,
  solve,
  solveAsync,
  tableaux,
} from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import {
  type NestedState,
  nestedLotkaVolterra,
  nestedState,
} from "../support/nested-lotka-volterra.js";

// Arrays, lists and options belong to whoever hands them over, who may change them at any time; a solution and its
// gradients are those of the values that were handed over, or an error.

type Options = SolveOptions<Float64Array, Float64Function>;

const times = [0, 0.5, 2];
const weights = Float64Array.of(0.5, -1, 2, 1, -0.25, 3);

/** Everything that comes of a problem, as one list of numbers. */
function outcomeOf(
  solution: Solution<Float64Array, Float64Array>,
  { y0, parameters }: { y0: Float64Array; parameters: ReadonlyArray<Float64Array> },
): ReadonlyArray<number> {
  return [...solution.ys, ...y0, ...parameters.flatMap((leaf) => [...leaf])];
}

/** What is right, of arrays that nobody touches. */
function expected(options: Options, func: Float64Function = lotkaVolterra()) {
  const solution = solve(func, Float64Array.of(1, 1), times, { ...options, backend: float64 });
  return outcomeOf(solution, solution.pullback(weights.slice()));
}

/** Adaptive steps, and fixed ones over a grid. */
const stepOptions: ReadonlyArray<readonly [string, () => Options]> = [
  ["adaptive steps", () => ({ rtol: [1e-5], atol: [1e-6], stepT: [0.7], jumpT: [1.1] })],
  ["a grid", () => ({ method: "rk4", grid: [0, 0.2, 0.5, 1, 1.5, 2] })],
];

const changed = (list: Array<number>) => list.fill(Number.NaN);

describe.each(allAdjoints)("With %s,", (_, adjoint) => {
  describe.each(stepOptions)("and %s,", (__, optionsOf) => {
    test("a y0 that is changed after the solve changes no gradient.", () => {
      const y0 = Float64Array.of(1, 1);
      const solution = solve(lotkaVolterra(), y0, times, {
        ...optionsOf(),
        backend: float64,
        adjoint,
      });
      y0.fill(7);
      expect(outcomeOf(solution, solution.pullback(weights))).toEqual(
        expected({ ...optionsOf(), adjoint }),
      );
    });

    test("what is changed once solveAsync has returned its promise, changes nothing.", async () => {
      for (const t of [[...times], Float64Array.from(times)]) {
        const y0 = Float64Array.of(1, 1);
        const options = { ...optionsOf(), backend: float64, adjoint };
        const promise = solveAsync(lotkaVolterra(), y0, t, options);
        y0.fill(Number.NaN);
        t.fill(3);
        for (const [name, value] of Object.entries(options)) {
          if (Array.isArray(value)) changed(value);
          Object.assign(options, { [name]: undefined });
        }
        const solution = await promise;
        const cotangents = weights.slice();
        const gradients = solution.pullbackAsync(cotangents);
        cotangents.fill(Number.NaN);
        expect(outcomeOf(solution, await gradients)).toEqual(expected({ ...optionsOf(), adjoint }));
      }
    });
  });

  test("a tableau that is edited after the solve changes no gradient, and those of the library cannot be.", () => {
    for (const { a, b, c, activeStages } of Object.values(tableaux))
      expect([a, b, c, activeStages, ...a].every(Object.isFrozen)).toBe(true);
    const gradients = (edited: boolean) => {
      const method = {
        ...{ name: "mine", order: 4, c: [0, 0.5, 0.5, 1], b: [1 / 6, 1 / 3, 1 / 3, 1 / 6] },
        a: [[], [0.5], [0, 0.5], [0, 0, 1]],
      };
      const solution = solve(lotkaVolterra(), Float64Array.of(1, 1), times, {
        ...{ method: method as unknown as ButcherTableau, stepsPerInterval: 3 },
        ...{ backend: float64, adjoint },
      });
      if (edited) {
        method.b.fill(0);
        method.a[3]?.fill(9);
      }
      return outcomeOf(solution, solution.pullback(weights));
    };
    expect(gradients(true)).toEqual(gradients(false));
  });

  test("a parameter that is changed during an asynchronous solve is at work is an error that names it.", async () => {
    const problem = lotkaVolterra();
    const promise = solveAsync(problem, problem.y0, times, { backend: float64, adjoint });
    problem.parameters[2] = 3.1;
    await expect(promise).rejects.toThrow(ParametersChangedError);
    await expect(promise).rejects.toThrow(/^parameters\[0\] changed during an asynchronous solve/);
  });

  test("another array in the place of a parameter, in the user's tree of them, changes nothing.", () => {
    const run = (touch: boolean) => {
      const parameters = { growth: Float64Array.of(1.5, 1), death: Float64Array.of(3, 1) };
      const func = { ...nestedLotkaVolterra, parameters };
      const solution = solve(func as never, nestedState(1, 1) as never, times, {
        backend: float64,
        adjoint,
      }) as unknown as Solution<Float64Array, NestedState>;
      if (touch) parameters.growth = Float64Array.of(5, 5);
      return [solution.ys, solution.pullback(solution.ys)];
    };
    expect(run(true)).toEqual(run(false));
  });

  test("an f that writes into its arguments is f all the same, for states of one array and for trees.", () => {
    const problem = lotkaVolterra();
    const writing: Float64Function = {
      parameters: problem.parameters,
      evaluate(t, y, p, dy) {
        problem.evaluate(t, y, p, dy);
        y.fill(9);
      },
      vjp(t, y, p, g, yBar, pBar) {
        problem.vjp(t, y, p, g, yBar, pBar);
        y.fill(9);
        g.fill(9);
      },
    };
    expect(expected({ adjoint }, writing)).toEqual(expected({ adjoint }));

    const scribble = ([{ prey }, predators]: NestedState) =>
      [prey, predators].map((x) => x.fill(9));
    const nested: typeof nestedLotkaVolterra = {
      ...nestedLotkaVolterra,
      evaluate(t, y, p, dy) {
        nestedLotkaVolterra.evaluate(t, y, p, dy);
        scribble(y);
      },
      vjp(t, y, p, g, yBar, pBar) {
        nestedLotkaVolterra.vjp(t, y, p, g, yBar, pBar);
        scribble(y);
        scribble(g);
      },
    };
    const run = (func: typeof nestedLotkaVolterra) => {
      const solution = solve(func as never, nestedState(1, 1) as never, times, {
        backend: float64,
        adjoint,
      }) as unknown as Solution<Float64Array, NestedState>;
      return [solution.ys, solution.pullback(solution.ys), solution.pullback(solution.ys)];
    };
    expect(run(nested)).toEqual(run(nestedLotkaVolterra));
  });

  test("arrays that f received and kept, and the values of the solution, may be overwritten before the gradient.", () => {
    for (const kernels of [true, false]) {
      const problem = lotkaVolterra();
      const kept: Array<Float64Array> = [];
      const keeping: Float64Function = {
        parameters: problem.parameters,
        evaluate(t, y, p, dy) {
          kept.push(y, dy);
          problem.evaluate(t, y, p, dy);
        },
        vjp(t, y, p, g, yBar, pBar) {
          kept.push(y, g, yBar, pBar);
          problem.vjp(t, y, p, g, yBar, pBar);
        },
      };
      // With a norm of the user's, steps are made of single operations.
      const norm: Options["norm"] = (error) => Math.max(...(error as Float64Array).map(Math.abs));
      const options: Options = { adjoint, ...(!kernels && { norm }) };
      const solution = solve(keeping, Float64Array.of(1, 1), times, {
        ...options,
        backend: float64,
      });
      const ys = solution.ys.slice();
      const overwrite = () => {
        solution.ys.fill(Number.NaN);
        for (const array of kept) array.fill(Number.NaN);
      };
      const wanted = expected(options).slice(ys.length);
      for (let i = 0; i < 2; i++) {
        overwrite();
        const { y0, parameters } = solution.pullback(weights);
        expect([...y0, ...(parameters[0] as Float64Array)]).toEqual(wanted);
      }
    }
  });
});

test("An f that returns its own argument, or writes into it and returns another, is f all the same.", () => {
  const clean = solve(
    (_t, y) => Float64Array.from(y as Float64Array, (x) => -x),
    Float64Array.of(1, 2),
    times,
    {
      backend: float64,
    },
  );
  const writing = solve(
    (_t, y) => {
      const values = y as Float64Array;
      for (let i = 0; i < values.length; i++) values[i] = -(values[i] as number);
      return values;
    },
    Float64Array.of(1, 2),
    times,
    { backend: float64 },
  );
  expect(writing.ys).toEqual(clean.ys);
});

test("Changing options of a continuous adjoint after its creation does not change gradients.", () => {
  const options = { rtol: [1e-9], atol: [1e-10], maxNumSteps: 10_000 };
  const adjoint = continuousAdjoint(options);
  const solution = solve(lotkaVolterra(), Float64Array.of(1, 1), times, {
    backend: float64,
    adjoint,
  });
  options.rtol[0] = 0.1;
  options.atol[0] = 0.1;
  options.maxNumSteps = 1;
  const unchanged = continuousAdjoint({ rtol: [1e-9], atol: [1e-10] });
  expect(outcomeOf(solution, solution.pullback(weights))).toEqual(expected({ adjoint: unchanged }));
});
