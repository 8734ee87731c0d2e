import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { odeintAsync, odeintSymplecticAdjoint } from "symplectic-adjoint";
import { controls, plot, progress } from "#live";

// The data: one trajectory of y' = y³ A from (2, 0), every 0.025.
const times = Array.from({ length: 800 }, (_, i) => 0.025 * i);
const start = tf.tensor2d([[2, 0]]);
const A = tf.tensor2d([
  [-0.1, 2],
  [-2, -0.1],
]);
const outputs = {
  interpolate: true,
  differentiate: false,
  rtol: 1e-4,
  atol: 1e-5,
};
const data = await odeintAsync(
  (_t, y) => tf.matMul(tf.pow(y, 3), A),
  start,
  times,
  outputs,
);
const path = tf.squeeze(data.ys, [1]);
data.dispose();
const truth = /** @type {number[][]} */ (await path.array());

// The model: y' = net(y³), with one hidden layer.
const net = tf.sequential({
  layers: [
    tf.layers.dense({ inputShape: [2], units: 50, activation: "tanh" }),
    tf.layers.dense({ units: 2 }),
  ],
});
const law = (_t, y) => /** @type {tf.Tensor} */ (net.apply(tf.pow(y, 3)));
// With the box "Compiled", f runs as one program; without, each of its operations is a call of TensorFlow.js.
const f = controls.compiled ? compiled(law) : law;

// The loss: 32 windows of ten points of the data, solved as one batch.
const loss = () => {
  const windows = Array.from({ length: 32 }, () => {
    const first = Math.floor(Math.random() * (times.length - 10));
    return tf.slice(path, first, 10);
  });
  const target = tf.stack(windows, 1);
  const y0 = tf.squeeze(tf.slice(target, 0, 1), [0]);
  const ys = odeintSymplecticAdjoint(f, y0, times.slice(0, 10), {
    method: "rk4",
  });
  return tf.losses.absoluteDifference(target, ys).asScalar();
};

const optimizer = tf.train.adam(0.005);
const losses = [];
for (const step of progress(300)) {
  const value = optimizer.minimize(loss, true);
  losses.push([step + 1, (await value.data())[0]]);
  value.dispose();
  if (step % 15 === 14) await draw();
}
await draw();

async function draw() {
  const solution = await odeintAsync(f, start, times, {
    ...outputs,
    maxNumSteps: 2000,
  });
  const path = tf.squeeze(solution.ys, [1]);
  const rows = /** @type {number[][]} */ (await path.array());
  plot("Trajectories", {
    data: { points: truth },
    model: { line: rows },
  });
  plot("Loss", { loss: { line: losses } }, { x: "iteration", log: true });
  path.dispose();
  solution.dispose();
}
