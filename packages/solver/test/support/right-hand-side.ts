import type { TestProblem } from "@symplectic-adjoint/testing";

/** A scalar problem without derivatives, from what f is; by default from y(0) = 1 to t = 1. */
export function rightHandSide(
  f: (t: number, y: number) => number,
  {
    t0 = 0,
    t1 = 1,
    y0 = 1,
  }: { readonly t0?: number; readonly t1?: number; readonly y0?: number } = {},
): TestProblem {
  return {
    name: "right-hand side",
    t0,
    t1,
    y0: Float64Array.of(y0),
    parameters: new Float64Array(0),
    evaluate(t, y, _p, dy) {
      dy[0] = f(t, y[0] as number);
    },
    vjp() {
      throw new Error("Tests of the solver take no gradients.");
    },
  };
}
