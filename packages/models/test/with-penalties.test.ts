import { type Complex, expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { withPenalties } from "../src/index.js";
import { fiveFunctions } from "./support/five-functions.js";
import { affine, at, differences, distance, rk4, valuesOf } from "./support/plain.js";
import { jacobianByComplexStep, realValues } from "./support/plain-flow.js";

const rows = [
  [0.4, -1.1],
  [-0.8, 0.2],
];
const noise = [
  [1, -0.5],
  [0.3, 2],
];
const END = 0.9;
const squares = (list: ReadonlyArray<number>) => list.reduce((sum, x) => sum + x * x, 0);

/** Σ_b Σ y(end) + 0.3 kinetic + 0.2 jacobian, as loops in double precision. */
function plainLoss([W, b]: ReadonlyArray<Float64Array>, steps: number): number {
  const f = (y: ReadonlyArray<Complex>) => affine(y, W as Float64Array, b).map((x) => x.tanh());
  return rows.reduce((total, row, n) => {
    const e = noise[n] as ReadonlyArray<number>;
    const rates = (_t: number, state: ReadonlyArray<number>) => {
      const y = state.slice(0, 2);
      const J = jacobianByComplexStep(f, y);
      const v = realValues(f, y);
      const left = [0, 1].map((k) => J.reduce((sum, r, i) => sum + at(e, i) * at(r, k), 0));
      return [...v, squares(v), squares(left)];
    };
    const [y0, y1, kinetic, jacobian] = rk4(rates, [...row, 0, 0], [0, END], steps);
    return total + Number(y0) + Number(y1) + 0.3 * Number(kinetic) + 0.2 * Number(jacobian);
  }, 0);
}

describe("Penalties", () => {
  test.each(fiveFunctions)("have the value and the gradient of loops, by %s.", (name, odeint) => {
    // The continuous adjoint has the gradient of the equation, not of the steps: its error falls with these.
    const [steps, bound] = name === "odeintAdjoint" ? [12, 1e-4] : [4, 1e-5];
    expectNoLeaks(
      () => tf.memory().numTensors,
      () => {
        const [W, b] = tf.tidy(() => [
          tf.variable(
            tf.tensor2d([
              [0.7, -0.3],
              [0.9, 0.4],
            ]),
          ),
          tf.variable(tf.tensor1d([0.1, -0.2])),
        ]) as [tf.Variable<tf.Rank.R2>, tf.Variable];
        const loss = () => {
          const f = withPenalties((_t, y) => tf.tanh(tf.add(tf.matMul(y as tf.Tensor2D, W), b)), {
            noise: tf.tensor2d(noise),
          });
          const state: [tf.Tensor, tf.Tensor, tf.Tensor] = [
            tf.tensor2d(rows),
            tf.zeros([2, 1]),
            tf.zeros([2, 1]),
          ];
          const options = { method: "rk4", stepsPerInterval: steps, parameters: [W, b] } as const;
          const [ys, kinetic, jacobian] = odeint(f, state, [0, END], options);
          const end = (x: tf.Tensor, width: number) =>
            tf.sum(tf.slice(x, [1, 0, 0], [1, 2, width]));
          const penalties = tf.add(tf.mul(end(kinetic, 1), 0.3), tf.mul(end(jacobian, 1), 0.2));
          return tf.add(end(ys, 2), penalties) as tf.Scalar;
        };
        const { value, grads } = tf.variableGrads(loss, [W, b]);
        const found = valuesOf([grads[W.name] as tf.Tensor, grads[b.name] as tf.Tensor]);
        const values = valuesOf([W, b]);
        const loss64 = (arrays: ReadonlyArray<Float64Array>) => plainLoss(arrays, steps);
        expect(Math.abs(at(value.dataSync(), 0) - loss64(values))).toBeLessThan(1e-5);
        expect(distance(found, differences(loss64, values))).toBeLessThan(bound);
        tf.dispose([value, grads, W, b]);
      },
    );
  });

  test("of the kinetic energy alone need no noise, and states of any rank.", () => {
    tf.tidy(() => {
      const f = withPenalties((_t, y) => tf.mul(y, 2));
      const [dy, kinetic] = f(0, [tf.ones([3, 2, 2]), tf.zeros([3, 1])]);
      expect(dy.shape).toEqual([3, 2, 2]);
      expect([...kinetic.dataSync()]).toEqual([16, 16, 16]);
    });
  });
});
