import { decay, lotkaVolterra } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { float64, solve } from "../../src/index.js";
import { differentiate, solveProblem } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { nestedLotkaVolterra, nestedState } from "../support/nested-lotka-volterra.js";

describe.each(exactAdjoints)("A nested state with %s", (_, adjoint) => {
  const times = [0, 0.5, 1];
  const options = { method: "dopri5", stepsPerInterval: 5, adjoint } as const;
  const solution = solve(nestedLotkaVolterra, nestedState(1, 1), times, {
    backend: float64,
    ...options,
  });
  const cotangents = Float64Array.of(0, 1, 2, 0, -1, 3);
  const reference = differentiate(lotkaVolterra(), times, cotangents, options);

  test("has outputs in its structure, bitwise equal to those of one array.", () => {
    const { ys } = reference.solution;
    const column = (d: number) => Float64Array.from([0, 1, 2], (m) => ys[2 * m + d] as number);
    expect(solution.ys).toEqual([{ prey: column(0) }, column(1)]);
  });

  test("has gradients in its structure, bit by bit those of one array.", () => {
    const { y0, parameters } = solution.pullback([
      { prey: Float64Array.of(0, 2, -1) },
      Float64Array.of(1, 0, 3),
    ]);
    expect(y0).toEqual(nestedState(reference.y0[0] as number, reference.y0[1] as number));
    expect(parameters).toEqual([reference.parameters.slice(0, 2), reference.parameters.slice(2)]);
  });
});

describe("Tolerances of each array of a state", () => {
  type Pair = readonly [Float64Array, Float64Array];
  /** A fast oscillation and a slow decay, which do not meet. */
  const uncoupled = {
    evaluate(_t: number, [fast, slow]: Pair, _p: unknown, dy: Pair): void {
      dy[0][0] = 20 * (fast[1] as number);
      dy[0][1] = -20 * (fast[0] as number);
      dy[1][0] = -0.7 * (slow[0] as number);
    },
  };
  const y0: Pair = [Float64Array.of(1, 0), Float64Array.of(1)];
  const run = (rtol: number | ReadonlyArray<number>, atol: number | ReadonlyArray<number>) =>
    solve(uncoupled, y0, [0, 1], { backend: float64, rtol, atol, firstStep: 0.01 });

  test("leave step control to those that are tight.", () => {
    const slow = decay({ y0: [1], parameters: [-0.7] });
    const alone = solveProblem(slow, [0, 1], { rtol: 1e-6, atol: 1e-6, firstStep: 0.01 });
    const together = run([1e6, 1e-6], [1e6, 1e-6]);
    const both = run(1e-6, 1e-6);
    expect(together.stats.forward.evaluations).toBeLessThan(both.stats.forward.evaluations / 4);
    expect(together.stats.stepSizes).toEqual(alone.stats.stepSizes);
    expect(together.ys[1]).toEqual(alone.ys);
  });

  test("may be a number for one kind and a list for the other.", () => {
    expect(run(1e-6, [1e-6, 1e-6]).stats.stepSizes).toEqual(run(1e-6, 1e-6).stats.stepSizes);
  });

  test("count in the order of the leaves.", () => {
    const tightFast = run([1e-9, 1], [1e-9, 1]);
    const tightSlow = run([1, 1e-9], [1, 1e-9]);
    expect(tightFast.ys[0][2]).toBeCloseTo(Math.cos(20), 6);
    expect(tightSlow.ys[1][1]).toBeCloseTo(Math.exp(-0.7), 8);
    expect(tightSlow.stats.forward.accepted).toBeLessThan(tightFast.stats.forward.accepted / 3);
  });
});
