import { compiled } from "@symplectic-adjoint/compile";
import { expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { controlPath, neuralCde } from "../src/index.js";
import { expectAgreement, lossAndGradients } from "./support/agreement.js";
import { fiveFunctions } from "./support/five-functions.js";
import { at, differences, distance, rk4, valuesOf } from "./support/plain.js";

const tensors = () => tf.memory().numTensors;
const times = [0, 0.4, 1, 1.3];
// [batch, times, channels]
const values = [
  [
    [0, 0.5],
    [0.4, -0.7],
    [1, 0.2],
    [1.3, 0.9],
  ],
  [
    [0, -0.1],
    [0.4, 0.8],
    [1, 1.1],
    [1.3, -0.6],
  ],
];
const z0 = [
  [0.3, -0.2, 0.1],
  [-0.5, 0.4, 0.2],
];
type Kind = "hermite" | "linear";

/** X' in an interval, by the Hermite basis and its derivative, which the package writes differently. */
function plainDerivative(x: ReadonlyArray<number>, kind: Kind, i: number, t: number): number {
  const slope = (k: number) => (at(x, k + 1) - at(x, k)) / (at(times, k + 1) - at(times, k));
  const h = at(times, i + 1) - at(times, i);
  if (kind === "linear") return slope(i);
  const s = (t - at(times, i)) / h;
  const [m0, m1] = [slope(Math.max(0, i - 1)), slope(i)];
  return (
    ((6 * s * s - 6 * s) / h) * at(x, i) +
    (3 * s * s - 4 * s + 1) * m0 +
    ((6 * s - 6 * s * s) / h) * at(x, i + 1) +
    (3 * s * s - 2 * s) * m1
  );
}

/** Σ z(end)², z' = reshape(tanh(zW)) X'; arrays: W, and the values of the path. */
function plainLoss([W, X]: ReadonlyArray<Float64Array>, kind: Kind, steps: number): number {
  let loss = 0;
  for (const [b, row] of z0.entries()) {
    let z = row;
    const channel = (c: number) => times.map((_, k) => at(X as Float64Array, (b * 4 + k) * 2 + c));
    for (let i = 0; i < 3; i++) {
      const f = (t: number, y: ReadonlyArray<number>) =>
        y.map((_, k) =>
          [0, 1].reduce((sum, c) => {
            const entry = y.reduce(
              (s, v, j) => s + v * at(W as Float64Array, j * 6 + k * 2 + c),
              0,
            );
            return sum + Math.tanh(entry) * plainDerivative(channel(c), kind, i, t);
          }, 0),
        );
      z = rk4(f, z, [at(times, i), at(times, i + 1)], steps);
    }
    loss += z.reduce((sum, v) => sum + v * v, 0);
  }
  return loss;
}

describe.each(["hermite", "linear"] as const)("A %s path", (interpolation) => {
  test("passes through the values, with the derivative of its differences.", () => {
    expectNoLeaks(tensors, () => {
      tf.tidy(() => {
        const x = tf.tensor3d(values);
        const path = controlPath(times, x, { interpolation });
        for (const [i, t] of times.entries()) {
          const wanted = values.flatMap((row) => row[i] as Array<number>);
          expect(distance(valuesOf([path.evaluate(t)]), [wanted])).toBeLessThan(1e-6);
        }
        for (const t of [0.1, 0.39, 0.7, 1.05, 1.29]) {
          const i = times.filter((start) => start <= t).length - 1;
          const wanted = values.flatMap((row) =>
            [0, 1].map((c) =>
              plainDerivative(
                row.map((r) => at(r, c)),
                interpolation,
                i,
                t,
              ),
            ),
          );
          expect(distance(valuesOf([path.derivative(t)]), [wanted])).toBeLessThan(2e-6);
          const [after, before] = [path.evaluate(t + 0.01), path.evaluate(t - 0.01)];
          const slope = tf.div(tf.sub(after, before), 0.02);
          if (i > 0 || interpolation === "linear" || t < 0.38)
            expect(distance(valuesOf([path.derivative(t)]), valuesOf([slope]))).toBeLessThan(0.02);
        }
        path.dispose();
        x.dispose();
      });
    });
  });

  test.each(fiveFunctions)(
    "controls an equation with the gradient of loops, by %s.",
    (name, odeint) => {
      expectNoLeaks(tensors, () => {
        // The continuous adjoint has the gradient of the equation, not of the steps: its error falls with these.
        const [steps, bound] = name === "odeintAdjoint" ? [9, 2e-4] : [3, 2e-5];
        const W = tf.tidy(() => tf.variable(tf.randomNormal([3, 6], 0, 0.7, "float32", 8)));
        const X = tf.tidy(() => tf.variable(tf.tensor3d(values)));
        const start = tf.tensor2d(z0);
        const loss = () => {
          const path = controlPath(times, X as tf.Tensor3D, { interpolation });
          const f = neuralCde(
            (z) => tf.reshape(tf.tanh(tf.matMul(z as tf.Tensor2D, W as tf.Tensor2D)), [2, 3, 2]),
            path,
          );
          const options = { method: "rk4", stepsPerInterval: steps, jumpT: times } as const;
          const zs = odeint(f, start, times, options);
          return tf.sum(tf.square(tf.slice(zs, [3, 0, 0], [1, 2, 3]))) as tf.Scalar;
        };
        const { value, grads } = tf.variableGrads(loss, [W, X]);
        const found = valuesOf([grads[W.name] as tf.Tensor, grads[X.name] as tf.Tensor]);
        const loss64 = (arrays: ReadonlyArray<Float64Array>) =>
          plainLoss(arrays, interpolation, steps);
        const arrays = valuesOf([W, X]);
        expect(Math.abs(at(value.dataSync(), 0) - loss64(arrays))).toBeLessThan(1e-5);
        for (const [i, wanted] of differences(loss64, arrays).entries()) {
          expect(distance([found[i] as Float64Array], [wanted])).toBeLessThan(bound);
        }
        tf.dispose([value, grads, W, X, start]);
      });
    },
  );
});

test("A path is the same at a time that is a tensor; a linear one refuses it.", () => {
  expectNoLeaks(tensors, () => {
    tf.tidy(() => {
      const x = tf.tensor3d(values);
      const path = controlPath(times, x);
      // Before, at and after each observation.
      for (const t of [-0.2, 0, 0.1, 0.4, 0.7, 1, 1.2, 1.3, 1.5]) {
        const [found, expected] = [tf.scalar(t), t].map((time) =>
          valuesOf([path.evaluate(time), path.derivative(time)]),
        ) as [Array<Float64Array>, Array<Float64Array>];
        expect(distance(found, expected)).toBeLessThan(2e-6);
      }
      const linear = controlPath(times, x, { interpolation: "linear" });
      for (const of of [linear.evaluate, linear.derivative])
        expect(() => of(tf.scalar(0.5))).toThrow('Write interpolation: "hermite"');
    });
  });
});

test.each(fiveFunctions)("Compiled, an equation has the same gradient, by %s.", (_, odeint) => {
  expectNoLeaks(tensors, () => {
    const W = tf.tidy(() => tf.variable(tf.randomNormal([3, 6], 0, 0.7, "float32", 8)));
    const X = tf.tidy(() => tf.variable(tf.tensor3d(values)));
    const start = tf.tensor2d(z0);
    let calls = 0;
    const field = (z: tf.Tensor) => {
      calls++;
      return tf.reshape(tf.tanh(tf.matMul(z as tf.Tensor2D, W as tf.Tensor2D)), [2, 3, 2]);
    };
    const f = compiled(
      (t: tf.Scalar, z: tf.Tensor, x: tf.Tensor) =>
        neuralCde<tf.Scalar>(field, controlPath(times, x as tf.Tensor3D))(t, z),
      { time: "tensor" },
    );
    const lossOf = (dynamics: unknown) => {
      const options = { method: "rk4", stepsPerInterval: 3, time: "tensor" } as const;
      const zs = odeint(dynamics as never, start, times, options as never) as tf.Tensor;
      return tf.sum(tf.square(zs));
    };
    const compare = () => {
      const found = lossAndGradients(() => lossOf(f.with(X)), [W, X]);
      const traced = calls;
      const whole = () => lossOf(neuralCde<tf.Scalar>(field, controlPath(times, X as tf.Tensor3D)));
      expectAgreement(found, lossAndGradients(whole, [W, X]));
      return traced;
    };
    expect(compare()).toBeGreaterThan(0);
    calls = 0;
    tf.tidy(() => X.assign(tf.mul(X, 1.1)));
    expect(compare()).toBe(0);
    tf.dispose([W, X, start]);
  });
});

test("Times that do not match the values are refused.", () => {
  expectNoLeaks(tensors, () => {
    tf.tidy(() => {
      const x = tf.tensor3d(values);
      expect(() => controlPath([0, 1], x)).toThrow(
        "times must be as many as the second axis of values is long, 4",
      );
      expect(() => controlPath([0, 1, 1, 2], x)).toThrow("strictly increasing");
    });
  });
});
