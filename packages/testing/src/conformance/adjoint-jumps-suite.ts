import type { Adjoint } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { elementary } from "../controllers/elementary.js";
import { fixedSteps } from "../controllers/fixed-steps.js";
import type { TestProblem } from "../problems/test-problem.js";
import { smallTableaux } from "../tableaux/small-tableaux.js";
import type { NewFixture } from "./adjoint-fixture.js";
import { gradientOf } from "./gradient-of.js";

const JUMP = 0.5;
const before = 0.7;
const after = -1.3;

/**
 * y' = p0 y below the jump and p1 y above it. At the jump itself f and its VJP are NaN, so that evaluating there is
 * detected.
 */
const jumping: TestProblem = {
  name: "growth with a jump",
  t0: 0,
  t1: 1,
  y0: Float64Array.of(2),
  parameters: Float64Array.of(before, after),
  evaluate(t, y, p, dy) {
    dy[0] = t === JUMP ? Number.NaN : (p[t < JUMP ? 0 : 1] as number) * (y[0] as number);
  },
  vjp(t, y, p, g, yBar, pBar) {
    const side = t < JUMP ? 0 : 1;
    const bar = t === JUMP ? Number.NaN : (g[0] as number);
    yBar[0] = (yBar[0] as number) + (p[side] as number) * bar;
    pBar[side] = (pBar[side] as number) + (y[0] as number) * bar;
  },
};

/** Σ zᵏ/k! up to the order: the growth factor of a step of a method whose number of active stages equals its order. */
const growth = (z: number, order: number) => {
  let [sum, term] = [1, 1];
  for (let k = 1; k <= order; k++) {
    term *= z / k;
    sum += term;
  }
  return sum;
};

/** The gradient of the end value for y0, p0 and p1 over the given steps, each on its side of the jump. */
function byHand(steps: ReadonlyArray<{ readonly t: number; readonly h: number }>, order: number) {
  const factors = steps.map(({ t, h }) => {
    const side = t + h / 2 < JUMP ? 0 : 1;
    const z = h * (side === 0 ? before : after);
    return { side, h, factor: growth(z, order), slope: growth(z, order - 1) };
  });
  const all = factors.reduce((product, { factor }) => product * factor, 1);
  const byRate = (which: number) =>
    factors
      .filter(({ side }) => side === which)
      .reduce((sum, { h, factor, slope }) => sum + (2 * all * h * slope) / factor, 0);
  return { y0: [all], parameters: [byRate(0), byRate(1)] };
}

const { rk4, bosh3, heun2 } = smallTableaux;

/** Registers the tests that forward and backward pass evaluate f on the same side of a jump. */
export function adjointJumpsSuite(adjoint: Adjoint, newFixture: NewFixture): void {
  test.each([
    ["rk4 in fixed steps", rk4, fixedSteps(0.125)],
    ["bosh3, whose k_1 is handed over", bosh3, elementary(0.05)],
    ["bosh3 in fixed steps", bosh3, fixedSteps(0.125)],
    ["heun2 in adaptive steps", heun2, elementary(0.05)],
  ])("is not mistaken about the side of a jump: %s.", (_, tableau, controller) => {
    for (const times of [
      [0, 0.3, 1],
      [0, JUMP, 1],
      [1, 0.8, 0],
      [JUMP, 1],
      [JUMP, 0],
    ]) {
      const given = { func: jumping, times, tableau, controller, tolerance: 1e-5 };
      const fixture = newFixture({ ...given, jumpT: [JUMP] });
      const gradient = gradientOf(
        adjoint,
        fixture,
        times.map((__, i) => (i === times.length - 1 ? [1] : undefined)),
      );
      const expected = byHand(fixture.taken, tableau.order);
      const digits = adjoint.exact ? 13 : 2;
      expect(gradient?.y0[0]).toBeCloseTo(expected.y0[0] as number, digits);
      for (const i of [0, 1])
        expect(gradient?.parameters[i]).toBeCloseTo(expected.parameters[i] as number, digits);
    }
  });
}
