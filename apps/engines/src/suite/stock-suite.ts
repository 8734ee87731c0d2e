import * as tf from "@tensorflow/tfjs";
import { odeint, odeintAdjoint, odeintSymplecticAdjoint } from "symplectic-adjoint";
import { beforeAll, describe, expect, test } from "vitest";

const STEPS = 8;

/**
 * The ways in which README and docs extract the state at the last time from a solution of two times, with its shape.
 */
const IDIOMS: ReadonlyArray<readonly [string, (ys: tf.Tensor) => tf.Tensor]> = [
  ["slice(1)", (ys) => ys.slice(1)],
  ["slice and squeeze", (ys) => tf.squeeze(tf.slice(ys, [1], [1]), [0])],
  ["unstack", (ys) => tf.unstack(ys)[1] as tf.Tensor],
];

/**
 * The documented code on unmodified engines: the gradient of the state at the last time. Fixed steps read nothing, so
 * every engine can take them synchronously.
 *
 * @param names The engines that are registered here.
 */
export function stockSuite(names: ReadonlyArray<string>): void {
  describe.each(names)("Without its package, the engine %s", (name) => {
    beforeAll(async () => {
      expect(await tf.setBackend(name)).toBe(true);
    });

    test.each(IDIOMS)("differentiates the last state as taken by %s.", async (_idiom, last) => {
      // Each step of rk4 multiplies y' = -y by the polynomial of degree four in the step.
      const h = -1 / STEPS;
      const factor = (1 + h + h ** 2 / 2 + h ** 3 / 6 + h ** 4 / 24) ** STEPS;
      for (const solver of [odeint, odeintSymplecticAdjoint, odeintAdjoint]) {
        const options = { method: "rk4", stepsPerInterval: STEPS } as const;
        const slope = tf.tidy(() =>
          tf.grad((y: tf.Tensor) =>
            tf.sum(last(solver((_t: number, z: tf.Tensor) => tf.neg(z), y, [0, 1], options))),
          )(tf.tensor2d([[1, 2, 3]])),
        );
        for (const value of await slope.data()) {
          expect(Math.abs(value - factor)).toBeLessThan(1e-5);
        }
        slope.dispose();
      }
    });
  });
}
