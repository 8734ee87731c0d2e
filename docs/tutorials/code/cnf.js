import { compiled } from "@symplectic-adjoint/compile";
import { cnf, flowNetwork } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import { controls, heat, plot, progress } from "#live";

// The data: two moons, with noise.
/** @returns {tf.Tensor2D} */
const moons = (rows) => {
  const angle = tf.randomUniform([rows, 1], 0, Math.PI);
  const side = tf.sign(tf.randomUniform([rows, 1], -1, 1));
  const x = tf.add(tf.mul(tf.cos(angle), 1.2), tf.mul(side, 0.6));
  const y = tf.mul(tf.sub(tf.mul(tf.sin(angle), 1.2), 0.4), side);
  return tf.add(tf.concat([x, y], 1), tf.randomNormal([rows, 2], 0, 0.1));
};

// The flow: points move by z' = f(t, z) until they are normally distributed; backward, normal points become data.
const field = flowNetwork({
  dimension: 2,
  hidden: [32, 32],
  activation: "tanh",
});
const flow = cnf({
  fields: [field],
  options: { method: "rk4", stepsPerInterval: 8 },
  // With the box "Compiled", f, its divergence and their derivatives run as one program; without, operation by operation.
  compile: controls.compiled ? compiled : undefined,
});

const optimizer = tf.train.adam(0.01);
const losses = [];
const data = moons(500);
const points = /** @type {number[][]} */ (await data.array());
for (const step of progress(300)) {
  // The negative mean log-density. Its divergence costs two evaluations of f, with exact gradients.
  const value = optimizer.minimize(() => flow.loss(moons(256)), true, [
    ...flow.variables,
  ]);
  losses.push([step + 1, (await value.data())[0]]);
  value.dispose();
  if (step % 30 === 29) await draw();
}
await draw();

// The density on a grid. It integrates to one.
const size = 48;
const width = 6;
const axis = Array.from(
  { length: size },
  (_, i) => ((i + 0.5) / size - 0.5) * width,
);
const density = tf.tidy(() => {
  const grid = tf.tensor2d(axis.flatMap((y) => axis.map((x) => [x, -y])));
  return tf.reshape(tf.exp(flow.logDensity(grid)), [size, size]);
});
const rows = /** @type {number[][]} */ (await density.array());
heat("Density", rows);
const integral =
  rows.flat().reduce((sum, value) => sum + value, 0) * (width / size) ** 2;
console.log(`The density integrates to ${integral.toFixed(3)}.`);

async function draw() {
  const samples = flow.sample(500);
  plot("Data and samples", {
    data: { points },
    samples: { points: await samples.array() },
  });
  plot("Loss, in nats", { loss: { line: losses } }, { x: "iteration" });
  samples.dispose();
}
