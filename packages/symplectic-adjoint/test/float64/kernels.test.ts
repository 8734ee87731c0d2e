import { type AnyFloat64Function, float64 } from "@symplectic-adjoint/backend-float64";
import type { DynamicsContext } from "@symplectic-adjoint/core";
import { describe, expect, test } from "vitest";
import { solve, symplecticAdjoint, tableaux } from "../../src/index.js";

/** The same backend, with every step taken by single operations. */
const withoutKernels = {
  ...float64,
  dynamics: (func: AnyFloat64Function, context: DynamicsContext<Float64Array>) => ({
    ...float64.dynamics(func, context),
    kernels: undefined,
  }),
};

/** A coupled system of n equations with two parameter arrays, nonlinear and dependent on time. */
const system = {
  parameters: [Float64Array.of(0.7, -0.3), Float64Array.of(1.3)] as [Float64Array, Float64Array],
  evaluate(
    t: number,
    y: Float64Array,
    [p, q]: [Float64Array, Float64Array],
    dy: Float64Array,
  ): void {
    y.forEach((value, i) => {
      const next = y[(i + 1) % y.length] as number;
      dy[i] = (p[0] as number) * Math.sin((q[0] as number) * next + t) + (p[1] as number) * value;
    });
  },
  vjp(
    t: number,
    y: Float64Array,
    [p, q]: [Float64Array, Float64Array],
    g: Float64Array,
    yBar: Float64Array,
    [pBar, qBar]: [Float64Array, Float64Array],
  ): void {
    g.forEach((gi, i) => {
      const j = (i + 1) % y.length;
      const next = y[j] as number;
      const angle = (q[0] as number) * next + t;
      const slope = gi * (p[0] as number) * Math.cos(angle);
      yBar[j] = (yBar[j] as number) + slope * (q[0] as number);
      yBar[i] = (yBar[i] as number) + gi * (p[1] as number);
      pBar[0] = (pBar[0] as number) + gi * Math.sin(angle);
      pBar[1] = (pBar[1] as number) + gi * (y[i] as number);
      qBar[0] = (qBar[0] as number) + slope * next;
    });
  },
};

describe.each(Object.keys(tableaux) as ReadonlyArray<keyof typeof tableaux>)("%s", (method) => {
  test.each([1, 2, 3, 7, 20])(
    "takes the same steps with fused steps and with operations, %i equations",
    (n) => {
      const y0 = Float64Array.from({ length: n }, (_, i) => Math.cos(i + 1));
      const run = (backend: typeof float64) => {
        const solution = solve(system as unknown as AnyFloat64Function, y0, [0, 0.4, 1.5], {
          backend,
          adjoint: symplecticAdjoint(),
          method,
          rtol: 1e-5,
          atol: 1e-7,
          jumpT: [0.9],
        });
        const cotangent = solution.ys.map((value, i) => value * Math.sin(i));
        const { y0: gradient, parameters } = solution.pullback(cotangent);
        return { ys: solution.ys, gradient, parameters, stats: solution.stats };
      };
      const kernels = run(float64);
      expect(run(withoutKernels)).toEqual(kernels);
      expect(kernels.gradient.every(Number.isFinite)).toBe(true);
    },
  );
});
