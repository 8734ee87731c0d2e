import * as tf from "@tensorflow/tfjs";
import { solveAsync } from "symplectic-adjoint";
import { plot, progress } from "#live";

// What was seen: the times at which a ball hit the floor. It fell from a height of 5 with g = 9.8, and kept 80 % of its speed.
const seen = [1.0102, 2.6264, 3.9194];

// The model: gravity and the restitution are unknown.
const gravity = tf.variable(tf.scalar(7));
const restitution = tf.variable(tf.scalar(0.6));
const fall = (_t, [, v]) => [v, tf.neg(gravity)];
const floor = {
  condition: (_t, [x]) => x,
  direction: /** @type {const} */ (-1),
  reset: (_t, [x, v]) => [x, tf.neg(tf.mul(restitution, v))],
};
const start = [tf.scalar(5), tf.scalar(0)];
const outputs = Array.from({ length: 81 }, (_, i) => i / 20);
const parameters = [gravity, restitution];

const optimizer = tf.train.adam(0.1);
const losses = [];
for (const step of progress(150)) {
  const solution = await solveAsync(fall, start, outputs, {
    events: [floor],
    parameters,
    interpolate: true,
  });
  // The times of the events are functions of the parameters, and are differentiated exactly.
  const count = Math.min(seen.length, solution.events.t.length);
  const loss = () => {
    const { times } = solution.differentiableWithEvents(start);
    const found = tf.slice(times, 0, count);
    const target = seen.slice(0, count);
    return tf.losses.meanSquaredError(target, found).asScalar();
  };
  const value = optimizer.minimize(loss, true, parameters);
  losses.push([step + 1, (await value.data())[0]]);
  value.dispose();
  if (step % 10 === 0) await draw(solution);
  solution.dispose();
}
const [g] = await gravity.data();
const [e] = await restitution.data();
console.log(`gravity ${g.toFixed(2)}, restitution ${e.toFixed(3)}`);

async function draw(solution) {
  const heights = await solution.ys[0].data();
  plot(
    "Height",
    {
      ball: { line: outputs.map((t, i) => [t, heights[i]]) },
      "impacts seen": { points: seen.map((t) => [t, 0]) },
    },
    { x: "t" },
  );
  plot("Loss", { loss: { line: losses } }, { x: "iteration", log: true });
}
