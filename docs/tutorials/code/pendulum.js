import { compiled } from "@symplectic-adjoint/compile";
import { energyNetwork, hamiltonian } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjoint } from "symplectic-adjoint";
import { controls, plot, progress } from "#live";

// The data: short pieces of trajectories of a pendulum, H = p²/2 − cos q, with noise. Rows are (q, p).
const pendulum = (_t, y) => {
  const [q, p] = tf.split(y, 2, 1);
  return tf.concat([p, tf.neg(tf.sin(q))], 1);
};
const times = [0, 0.25, 0.5, 0.75, 1];
const begin = tf.randomUniform([256, 2], -2, 2);
const seen = tf.tidy(() => {
  const ys = odeintSymplecticAdjoint(pendulum, begin, times, {
    method: "rk4",
  });
  return tf.add(ys, tf.randomNormal(ys.shape, 0, 0.02));
});

// The model: an unknown energy H, a network; the motion follows from it and conserves it.
const energy = energyNetwork({ inputs: 2, hidden: [64] });
const motion = hamiltonian(energy);
// For comparison: a network without structure, of the same width.
const net = tf.sequential({
  layers: [
    tf.layers.dense({ inputShape: [2], units: 64, activation: "tanh" }),
    tf.layers.dense({ units: 2 }),
  ],
});
const law = (_t, y) => /** @type {tf.Tensor} */ (net.apply(y));

// With the box "Compiled", each runs as one program, gradient of H included; without, each operation is a call of TensorFlow.js.
const hnn = controls.compiled ? compiled(motion) : motion;
const plain = controls.compiled ? compiled(law) : law;

const lossOf = (f) => () =>
  tf.losses.meanSquaredError(
    seen,
    odeintSymplecticAdjoint(f, begin, times, { method: "rk4" }),
  );
const models = {
  HNN: { f: hnn, loss: lossOf(hnn), variables: [...energy.variables] },
  "plain network": {
    f: plain,
    loss: lossOf(plain),
    variables: net.getWeights(),
  },
};
const losses = { HNN: [], "plain network": [] };
const optimizers = {
  HNN: tf.train.adam(0.01),
  "plain network": tf.train.adam(0.01),
};
for (const step of progress(200)) {
  for (const [name, { loss }] of Object.entries(models)) {
    const value = optimizers[name].minimize(loss, true);
    losses[name].push([step + 1, (await value.data())[0]]);
    value.dispose();
  }
  if (step % 20 === 19) await draw(10);
}
await draw(60);

/** Solves from q = 1.5 for longer than any piece of the data, and shows the energy, which should be constant. */
async function draw(end) {
  const long = Array.from({ length: 4 * end + 1 }, (_, i) => i / 4);
  /** @type {Record<string, import("#live").Curve>} */
  const paths = {};
  /** @type {typeof paths} */
  const energies = {};
  for (const [name, f] of Object.entries({
    pendulum,
    HNN: hnn,
    "plain network": plain,
  })) {
    const path = tf.tidy(() =>
      tf.squeeze(
        odeintSymplecticAdjoint(f, tf.tensor2d([[1.5, 0]]), long, {
          method: "rk4",
          stepsPerInterval: 2,
        }),
        [1],
      ),
    );
    const rows = /** @type {number[][]} */ (await path.array());
    path.dispose();
    paths[name] = { line: rows };
    energies[name] = {
      line: rows.map(([q, p], i) => [long[i], p ** 2 / 2 - Math.cos(q)]),
    };
  }
  plot("Phase plane", paths, { x: "q", y: "p" });
  plot("Energy", energies, { x: "t" });
  plot(
    "Loss",
    {
      HNN: { line: losses.HNN },
      "plain network": { line: losses["plain network"] },
    },
    { x: "iteration", log: true },
  );
}
