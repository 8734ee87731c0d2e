import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { continuousAdjoint, symplecticAdjoint } from "../../src/index.js";
import { expectClose, relativeError } from "../support/tfjs/expect-close.js";
import {
  cotangentTensor,
  type Expected,
  expectedOf,
  networkFunction,
  networkState,
  networkWeights,
} from "../support/tfjs/network-problem.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { type Strategy, strategies } from "../support/tfjs/strategies.js";

const times = [0, 1, 3];
const symplectic = strategies.find(({ exact }) => exact) as Strategy;
const continuous = strategies.find(({ exact }) => !exact) as Strategy;
const loose = { method: "dopri5", rtol: 1e-2, atol: 1e-2 } as const;

/** The gradients of y0 and W1 with tensors, and the accepted steps. */
function gradientsOf({ integrate }: Strategy, tolerance: number) {
  const grid = [0];
  const [w1, ...others] = networkWeights() as [tf.Tensor, ...Array<tf.Tensor>];
  const gradients = tf.grads((y0, w) => {
    const ys = integrate(networkFunction([w, ...others]), y0, times, {
      ...{ ...loose, rtol: tolerance, atol: tolerance },
      onStep: ({ t, accepted }) => {
        if (accepted && t > 0) grid.push(t);
      },
    });
    return tf.sum(tf.mul(ys, cotangentTensor(times.length)));
  })([networkState(), w1]) as [tf.Tensor, tf.Tensor];
  return { gradients, grid: [...grid, 3] };
}

/** How far they are from the exact ones of the steps that were taken. */
function errorOf(strategy: Strategy, tolerance: number): number {
  const { gradients, grid } = gradientsOf(strategy, tolerance);
  return distance(gradients, expectedOf(symplectic, times, { method: "dopri5", grid }));
}

function distance([y0, w1]: readonly [tf.Tensor, tf.Tensor], expected: Expected): number {
  const [first] = expected.weights as [Float64Array];
  return Math.max(relativeError(y0, expected.y0), relativeError(w1, first));
}

onEachEngine("The continuous adjoint", () => {
  it("misses the gradient of the discrete solution, as the symplectic adjoint does not", () => {
    expect(errorOf(symplectic, 1e-2)).toBeLessThan(1e-5);
    expect(errorOf(continuous, 1e-2)).toBeGreaterThan(10 * errorOf(symplectic, 1e-2));
    expect(errorOf(continuous, 1e-2)).toBeGreaterThan(1e-3);
  });

  it("misses it by less as its tolerance is tightened", () => {
    const tolerances = [1e-2, 1e-3, 1e-4, 1e-5];
    const errors = tolerances.map((tolerance) => errorOf(continuous, tolerance));
    const [first, , third, fourth] = errors as [number, number, number, number];
    expect(third).toBeLessThan(first / 5);
    expect(fourth).toBeLessThan(third / 2);
    errors.forEach((error, i) => {
      expect(error).toBeLessThan(100 * (tolerances[i] as number));
    });
  });

  it("is what float64 computes with the same tolerance", () => {
    const { gradients } = gradientsOf(continuous, 1e-3);
    const options = { ...loose, rtol: 1e-3, atol: 1e-3 };
    const expected = expectedOf({ adjoint: continuousAdjoint }, times, options);
    expect(distance(gradients, expected)).toBeLessThan(1e-5);
    const exact = expectedOf({ adjoint: symplecticAdjoint }, times, options);
    expectClose(expected.ys, exact.ys, 0);
    expect(distance(gradients, exact)).toBeGreaterThan(1e-3);
  });
});
