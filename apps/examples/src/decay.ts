// The smallest example: fits the rate k of y' = -k·y to these points.
import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjoint } from "symplectic-adjoint";

tf.enableProdMode();
await tf.setBackend("cpu");

const times = [0, 0.5, 1, 1.5, 2];
const observed = tf.tensor2d(times.map((t) => [3 * Math.exp(-0.8 * t)]));
const y0 = tf.tensor1d([3]);
const k = tf.scalar(0.1).variable();
const optimizer = tf.train.adam(0.05);

for (let step = 1; step <= 150; step++) {
  const loss = optimizer.minimize(
    () => {
      const field = (_t: number, y: tf.Tensor) => tf.neg(tf.mul(k, y));
      const ys = odeintSymplecticAdjoint(field, y0 as tf.Tensor, times, { rtol: 1e-5, atol: 1e-6 });
      return tf.losses.meanSquaredError(observed, ys);
    },
    true,
    [k],
  );
  if (step % 30 === 0) {
    const [rate = Number.NaN] = await k.data();
    const [error = Number.NaN] = (await loss?.data()) ?? [];
    console.log(`step ${step}  k ${rate.toFixed(4)}  loss ${error.toExponential(1)}`);
  }
  loss?.dispose();
}
