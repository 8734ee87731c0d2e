import type { TestProblem } from "@symplectic-adjoint/testing";

/** y' = f(t, y), scalar, from y(0) = 1, with a VJP of zero: for solutions that are not differentiated. */
export function scalarProblem(f: (t: number, y: number) => number): TestProblem {
  return {
    name: "scalar",
    t0: 0,
    t1: 2,
    y0: Float64Array.of(1),
    parameters: new Float64Array(0),
    evaluate(t, y, _p, dy) {
      dy[0] = f(t, y[0] as number);
    },
    vjp() {},
  };
}
