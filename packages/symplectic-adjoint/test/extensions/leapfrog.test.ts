import { everyStep, startOnly } from "@symplectic-adjoint/checkpoint";
import { complex } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { checkpointPerStep, float64, solve, symplecticAdjoint } from "../../src/index.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { leapfrog } from "./leapfrog.js";
import { byComplexStep, wave, waveGrid, waveStart, waveSteps } from "./wave.js";

/** The same steps over complex numbers. */
const oracle = byComplexStep((f, y0) => {
  let [y, v] = [complex(y0), f(0, y0)];
  for (const { t, h } of waveSteps) {
    const p = y.plus(v.times(h / 2));
    v = f(t + h / 2, p)
      .times(2)
      .minus(v);
    y = p.plus(v.times(h / 2));
  }
  return y;
});

const last = Float64Array.of(0, 1);
const run = (adjoint: ReturnType<typeof symplecticAdjoint>) => {
  const solution = solve(wave, waveStart, [0, 1], {
    ...{ method: leapfrog, grid: waveGrid, adjoint, backend: float64 },
  });
  const { y0, parameters } = solution.pullback(last);
  const value = solution.ys[1] as number;
  solution.dispose();
  return { value, gradient: [...y0, ...(parameters[0] as Float64Array)] };
};

describe("A method with memory", () => {
  test.each([
    ...exactAdjoints,
    ["the symplectic one over a single checkpoint", symplecticAdjoint({ schedule: startOnly })],
    ["a checkpoint per step over a single one", checkpointPerStep({ schedule: startOnly })],
    ["the symplectic one over all", symplecticAdjoint({ schedule: everyStep })],
  ] as const)("has its gradient to 1e-14 under %s: it flows through the memory.", (_, adjoint) => {
    const { value, gradient } = run(adjoint);
    expect(Math.abs(value - oracle.value)).toBeLessThanOrEqual(1e-15);
    oracle.derivatives.forEach((derivative, i) => {
      expect(Math.abs((gradient[i] as number) - derivative)).toBeLessThanOrEqual(
        1e-14 * Math.abs(derivative),
      );
    });
  });

  test("has a gradient of y0 at the initial time, too.", () => {
    const solution = solve(wave, waveStart, [0, 1], {
      ...{ method: leapfrog, grid: waveGrid, backend: float64 },
    });
    const { y0 } = solution.pullback(Float64Array.of(1, 0));
    expect([...y0]).toEqual([1]);
    solution.dispose();
  });

  test("must begin with the declared number of values.", () => {
    const short = { ...leapfrog, begin: () => [] };
    expect(() =>
      solve(wave, waveStart, [0, 1], { method: short, grid: waveGrid, backend: float64 }),
    ).toThrow("method has a memory of 1 states, but its begin returns 0");
    const { begin: _, ...without } = leapfrog;
    expect(() =>
      solve(wave, waveStart, [0, 1], { method: without, grid: waveGrid, backend: float64 }),
    ).toThrow("method has a memory of 1 states, but its begin returns 0");
  });
});
