import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { odeintAdjoint, odeintSymplecticAdjoint, symplecticAdjoint } from "../src/index.js";
import { relativeError } from "./tfjs/expect-close.js";
import {
  cotangentTensor,
  expectedOf,
  networkFunction,
  networkState,
  networkWeights,
} from "./tfjs/network.js";
import { onEachEngine } from "./tfjs/on-each-engine.js";

const times = [0, 1, 3];

/** How far the gradients of y0 and W1 are from the exact ones of the steps that were taken. */
function errorOf(integrate: typeof odeintAdjoint, tolerance: number): number {
  const grid = [0];
  const [w1, ...others] = networkWeights() as [tf.Tensor, ...Array<tf.Tensor>];
  const gradients = tf.grads((y0, w) => {
    const ys = integrate(networkFunction([w, ...others]), y0, times, {
      ...{ method: "dopri5", rtol: tolerance, atol: tolerance },
      onStep: ({ t, accepted }) => {
        if (accepted && t > 0) grid.push(t);
      },
    });
    return tf.sum(tf.mul(ys, cotangentTensor(times.length)));
  })([networkState(), w1]);
  const { y0, weights } = expectedOf({ adjoint: symplecticAdjoint }, times, {
    ...{ method: "dopri5", grid: [...grid, 3] },
  });
  return Math.max(
    relativeError(gradients[0] as tf.Tensor, y0),
    relativeError(gradients[1] as tf.Tensor, weights[0] as Float64Array),
  );
}

onEachEngine("The continuous adjoint", () => {
  describe("is not the gradient of the discrete solution", () => {
    const tolerances = [1e-2, 1e-3, 1e-4, 1e-5];
    it("but off by an error that the symplectic adjoint does not have", () => {
      expect(tolerances.map((tolerance) => [errorOf(odeintAdjoint, tolerance), errorOf(odeintSymplecticAdjoint, tolerance)])).toBe(0);
    });
  });
});
