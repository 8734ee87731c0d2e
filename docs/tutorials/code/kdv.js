import {
  centralDifference,
  gridDynamics,
  gridEnergy,
  secondDifference,
} from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjoint } from "symplectic-adjoint";
import { heat, plot, progress } from "#live";

// The data: the Korteweg–de Vries equation u' = D(3u² + D₂u) on 50 points of a periodic line of length 10.
const spacing = 0.2;
const kdv = (_t, u) =>
  centralDifference(
    tf.add(tf.mul(3, tf.square(u)), secondDifference(u, spacing)),
    spacing,
  );
const soliton = (speed, place) =>
  Array.from(
    { length: 50 },
    (_, j) => 2 * (speed / Math.cosh(speed * (spacing * j - place))) ** 2,
  );
const twoSolitons = (fast, slow) =>
  soliton(fast, 3).map((value, j) => value + soliton(slow, 7)[j]);
const interval = 1 / 200;
const times = Array.from({ length: 251 }, (_, i) => i * interval);
const waves = Array.from({ length: 8 }, (_, i) =>
  twoSolitons(0.9 + 0.03 * i, 0.7 - 0.03 * i),
);
/**
 * @param {(t: number, u: tf.Tensor) => tf.Tensor} f
 * @param {tf.Tensor} u
 */
const solve = (f, u, t) =>
  odeintSymplecticAdjoint(f, u, t, { method: "rk4" });
const truth = tf.tidy(() => solve(kdv, tf.tensor2d(waves), times));

// The model: an unknown energy, the same network at every point; u' = D ∂H/∂u conserves it.
const energy = gridEnergy({ hidden: [40, 40] });
const model = gridDynamics(energy, {
  operator: "centralDifference",
  spacing,
});

// The loss: pairs of neighbouring times, 64 at once.
const loss = () => {
  const pairs = Array.from({ length: 64 }, () => {
    const time = Math.floor(Math.random() * (times.length - 1));
    const wave = Math.floor(Math.random() * waves.length);
    return tf.squeeze(tf.slice(truth, [time, wave], [2, 1]), [1]);
  });
  const target = tf.stack(pairs, 1);
  const from = tf.squeeze(tf.slice(target, 0, 1), [0]);
  const to = solve(model, from, [0, interval]);
  const error = tf.losses.meanSquaredError(target, to);
  return tf.div(error, interval ** 2).asScalar();
};

const optimizer = tf.train.adam(0.003);
const losses = [];
for (const step of progress(500)) {
  const value = optimizer.minimize(loss, true, [...energy.variables]);
  losses.push([step + 1, (await value.data())[0]]);
  value.dispose();
  if (step % 100 === 99) await draw();
}
await draw();

/** A wave that was not in the data, by the equation and by the model: time runs downward. */
async function draw() {
  const start = tf.tensor2d([twoSolitons(0.98, 0.62)]);
  for (const [title, f] of Object.entries({
    Equation: kdv,
    Model: model,
  })) {
    const solution = tf.tidy(() => tf.squeeze(solve(f, start, times), [1]));
    const rows = /** @type {number[][]} */ (await solution.array());
    heat(
      title,
      rows.filter((_, i) => i % 5 === 0),
      { x: "point", y: "time" },
    );
    solution.dispose();
  }
  start.dispose();
  plot("Loss", { loss: { line: losses } }, { x: "iteration", log: true });
}
