import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjoint } from "symplectic-adjoint";
import { controls, plot, progress } from "#live";

// Pelts of hares and lynxes bought by the Hudson's Bay Company, in thousands, from 1900 to 1920.
const hares = [
  30, 47.2, 70.2, 77.4, 36.3, 20.6, 18.1, 21.4, 22, 25.4, 27.1, 40.3, 57,
  76.6, 52.3, 19.5, 11.2, 7.6, 14.6, 16.2, 24.7,
];
const lynxes = [
  4, 6.1, 9.8, 35.2, 59.4, 41.7, 19, 13, 8.3, 9.1, 7.4, 8, 12.3, 19.5, 45.7,
  51.1, 29.7, 15.8, 9.7, 10.1, 8.6,
];
const observed = tf.log(
  tf.stack([tf.tensor1d(hares), tf.tensor1d(lynxes)], 1),
);
const years = hares.map((_, i) => i);

// The model of Lotka and Volterra, for the logarithms u = (log hares, log lynxes):
//     u₁' = α − β exp(u₂),   u₂' = −γ + δ exp(u₁).
// All four rates are positive, so their logarithms are learned.
const logRates = tf.variable(tf.log(tf.tensor1d([0.5, 0.03, 0.8, 0.03])));
const start = tf.variable(tf.log(tf.tensor1d([30, 4])));
const law = (_t, u) => {
  const [alpha, beta, gamma, delta] = tf.split(tf.exp(logRates), 4);
  const [hare, lynx] = tf.split(tf.exp(u), 2);
  return tf.concat([
    tf.sub(alpha, tf.mul(beta, lynx)),
    tf.sub(tf.mul(delta, hare), gamma),
  ]);
};
// With the box "Compiled", f runs as one program; without, each of its operations is a call of TensorFlow.js.
const f = controls.compiled ? compiled(law) : law;
const solve = (times) =>
  odeintSymplecticAdjoint(f, start, times, {
    method: "rk4",
    stepsPerInterval: 4,
  });
const loss = () =>
  tf.losses.meanSquaredError(observed, solve(years)).asScalar();

const optimizer = tf.train.adam(0.02);
const losses = [];
for (const step of progress(120)) {
  const value = optimizer.minimize(loss, true, [logRates, start]);
  losses.push([step + 1, (await value.data())[0]]);
  value.dispose();
  if (step % 10 === 9) await draw();
}
await draw();

const found = await tf.tidy(() => tf.exp(logRates)).array();
console.log(
  `α, β, γ, δ = ${found.map((rate) => rate.toPrecision(3)).join(", ")}`,
);

async function draw() {
  const curves = tf.tidy(() => tf.exp(solve(years)));
  const rows = /** @type {number[][]} */ (await curves.array());
  curves.dispose();
  const column = (values) => values.map((value, i) => [1900 + i, value]);
  plot(
    "Thousands of pelts",
    {
      hares: {
        points: column(hares),
        line: column(rows.map(([hare]) => hare)),
      },
      lynxes: {
        points: column(lynxes),
        line: column(rows.map(([, lynx]) => lynx)),
      },
    },
    { x: "year" },
  );
  plot("Loss", { loss: { line: losses } }, { x: "iteration", log: true });
}
