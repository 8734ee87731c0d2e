import { spiral } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  backpropagation,
  continuousAdjoint,
  float64,
  solve,
  symplecticAdjoint,
} from "../../src/index.js";
import { differentiate } from "../support/differentiate.js";
import { linspace } from "../support/linspace.js";
import { peerProblems } from "../support/peer-problems.js";

// After torchdiffeq's test_adjoint_against_odeint and TestCompareAdjointGradient: the continuous adjoint against
// gradients of the discrete solution.

const allowed = { constant: 1e-12, linear: 1e-5, sine: 5e-3, exp: 1e-2 } as const;

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}

describe.each([false, true])("Where time runs backward: %s", (reverse) => {
  test.each(peerProblems({ reverse }))(
    "on $name both gradients agree as well as the peer's do.",
    (peer) => {
      const length = peer.times.length * peer.problem.y0.length;
      const cotangents = Float64Array.from({ length }, (_, i) => Math.sin(1 + 3 * i));
      const run = (adjoint: ReturnType<typeof symplecticAdjoint>) =>
        differentiate(peer.problem, peer.times, cotangents, { rtol: 1e-9, atol: 1e-12, adjoint });
      const exact = run(symplecticAdjoint());
      const continuous = run(continuousAdjoint());
      const bound = allowed[peer.name];
      expect(largestDifference(continuous.y0, exact.y0)).toBeLessThan(bound);
      expect(largestDifference(continuous.parameters, exact.parameters)).toBeLessThan(bound);
    },
  );
});

test("On the spiral they agree, and parameters that f does not read have a gradient of zero.", () => {
  const original = spiral();
  type Parameters = { readonly a: Float64Array; readonly unused: Float64Array };
  const func = {
    parameters: { a: original.parameters, unused: Float64Array.of(1, 2, 3, 4, 5) },
    evaluate(t: number, y: Float64Array, { a }: Parameters, dy: Float64Array): void {
      original.evaluate(t, y, a, dy);
    },
    vjp(
      t: number,
      y: Float64Array,
      { a }: Parameters,
      g: Float64Array,
      yBar: Float64Array,
      bars: Parameters,
    ): void {
      original.vjp(t, y, a, g, yBar, bars.a);
    },
  };
  const times = linspace(0, 25, 10);
  const cotangents = Float64Array.from({ length: 20 }, (_, i) => Math.abs(Math.sin(1 + 3 * i)));
  const run = (adjoint: ReturnType<typeof symplecticAdjoint>) =>
    solve(func, original.y0, times, { backend: float64, adjoint }).pullback(cotangents);
  const expected = run(backpropagation());
  for (const adjoint of [continuousAdjoint(), symplecticAdjoint()]) {
    const { y0, parameters } = run(adjoint);
    expect(parameters).toHaveLength(2);
    expect(expected.parameters).toHaveLength(2);
    const [a, unused] = parameters;
    expect(largestDifference(y0, expected.y0)).toBeLessThan(3e-4);
    expect(
      largestDifference(a as Float64Array, expected.parameters[0] as Float64Array),
    ).toBeLessThan(2e-3);
    expect(unused).toEqual(new Float64Array(5));
  }
});
