import type { TestProblem } from "@symplectic-adjoint/testing";

/** f = −x/2 before t = 1/2, x² from there on, from x(0) = 1 to t = 1. */
export const jumping: TestProblem = {
  name: "jump",
  t0: 0,
  t1: 1,
  y0: Float64Array.of(1),
  parameters: new Float64Array(0),
  evaluate(t, y, _p, dy) {
    const x = y[0] as number;
    dy[0] = t < 0.5 ? -x / 2 : x * x;
  },
  vjp(t, y, _p, g, yBar) {
    const slope = t < 0.5 ? -1 / 2 : 2 * (y[0] as number);
    yBar[0] = (yBar[0] as number) + slope * (g[0] as number);
  },
};

/** Only one of the two right-hand sides of {@link jumping}, at all times. */
export function smoothPart(side: "left" | "right"): TestProblem {
  const at = side === "left" ? 0 : 1;
  return {
    ...jumping,
    evaluate: (_t, y, p, dy) => jumping.evaluate(at, y, p, dy),
    vjp: (_t, y, p, g, yBar, pBar) => jumping.vjp(at, y, p, g, yBar, pBar),
  };
}
