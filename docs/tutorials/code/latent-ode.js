import { compiled } from "@symplectic-adjoint/compile";
import { irregularSeries, latentOde } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import { controls, plot, progress } from "#live";

// The data: 32 waves of different phases, each observed with noise at ten of 25 times.
const clock = Array.from({ length: 25 }, (_, i) => i / 8);
const wave = (phase, t) => Math.sin(2.5 * t + phase);
const phases = Array.from({ length: 32 }, (_, i) => (2 * Math.PI * i) / 32);
const samples = phases.map((phase) => {
  const times = clock.filter((t) => t === 0 || Math.random() < 0.4);
  const values = times.map((t) => [
    wave(phase, t) + 0.1 * (Math.random() - 0.5),
  ]);
  return { times, values };
});
const series = irregularSeries(samples);

// The model: an encoder reads the observations backward, z' = f(z) is solved at all times, a decoder maps z to the data.
const model = latentOde({
  dimension: 1,
  latent: 3,
  noise: 0.1,
  options: { method: "rk4" },
  // With the box "Compiled", the dynamics run as one program; without, each operation is a call of TensorFlow.js.
  compile: controls.compiled ? compiled : undefined,
});
const optimizer = tf.train.adam(0.01);
const bounds = [];
for (const step of progress(300)) {
  const klWeight = Math.min(1, step / 200);
  const loss = () => tf.neg(model.elbo(series, { klWeight }));
  const value = optimizer.minimize(loss, true, [...model.variables]);
  bounds.push([step + 1, -(await value.data())[0]]);
  value.dispose();
  if (step % 25 === 24) await draw();
}
await draw();

/** Two of the series: what was observed, and what is predicted, past the last observation as well. */
async function draw() {
  const later = [...clock, 3.25, 3.5, 3.75, 4];
  const predicted = model.predict(series, later);
  const rows = await predicted.array();
  predicted.dispose();
  /** @type {Record<string, import("#live").Curve>} */
  const curves = {};
  for (const [name, i] of [
    ["first", 0],
    ["second", 12],
  ]) {
    const { times, values } = samples[i];
    curves[name] = {
      points: times.map((t, k) => [t, values[k][0]]),
      line: rows[i].map(([x], k) => [later[k], x]),
    };
  }
  plot("Observed and predicted", curves, { x: "t" });
  plot(
    "Evidence lower bound",
    { bound: { line: bounds } },
    { x: "iteration", y: "nats" },
  );
}
