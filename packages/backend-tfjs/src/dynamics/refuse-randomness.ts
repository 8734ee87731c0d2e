import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import type { DynamicsCall } from "./dynamics-call.js";

/**
 * The same f, which throws if it draws random numbers: a value and a gradient that are computed by different
 * evaluations would belong to different functions. Every random operation of TensorFlow.js without a seed of its own,
 * and every dropout layer, asks `Math.random` for one.
 *
 * If the first evaluation draws, it is repeated: a model may draw its initial weights once.
 *
 * @throws InvalidDynamicsError when f draws.
 */
export function refuseRandomness(call: DynamicsCall): DynamicsCall {
  let first = true;
  return (t, y) => {
    const installed = installCounter();
    try {
      let before = draws;
      let value = call(t, y);
      if (draws > before && first) {
        before = draws;
        value = call(t, y);
      }
      first = false;
      if (draws === before) return value;
    } finally {
      if (installed) Math.random = random;
    }
    throw drawsRandomNumbers(t);
  };
}

// A single function and counter for all evaluations, because this runs every time.
let draws = 0;
let { random } = Math;
const counter: typeof Math.random = () => {
  draws++;
  return random();
};

/** Starts counting; returns false if already counting (nested f). */
function installCounter(): boolean {
  if (Math.random === counter) return false;
  random = Math.random;
  Math.random = counter;
  return true;
}

function drawsRandomNumbers(t: number): InvalidDynamicsError {
  return new InvalidDynamicsError({
    argument: "f",
    problem: `draws random numbers, as it did at t = ${t}: it is another function at each evaluation, and its gradient would not be that of its value`,
    remedy:
      "Draw once before the solve, and let f capture what was drawn: const mask = tf.dropout(tf.ones(shape), 0.1); or give the operation a seed, another one for each solve.",
  });
}
