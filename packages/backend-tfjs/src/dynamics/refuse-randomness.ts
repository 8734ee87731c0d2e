import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import type { DynamicsCall } from "./dynamics-call.js";

/**
 * Wraps f so that it throws if it draws random numbers: a value and a gradient from different evaluations would belong
 * to different functions. Every random operation of TensorFlow.js without a seed, and every dropout layer, obtains one
 * from `Math.random`.
 *
 * If the first evaluation draws, it is repeated: a model may draw its initial weights once.
 *
 * @param name Name of f in messages.
 * @throws InvalidDynamicsError if f draws random numbers.
 */
export function refuseRandomness(name: string, call: DynamicsCall): DynamicsCall {
  let first = true;
  return (t, y, time) => {
    const installed = installCounter();
    try {
      let before = draws;
      let value = call(t, y, time);
      if (draws > before && first) {
        before = draws;
        value = call(t, y, time);
      }
      first = false;
      if (draws === before) return value;
    } finally {
      if (installed) Math.random = random;
    }
    throw drawsRandomNumbers(name, t);
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

function drawsRandomNumbers(name: string, t: number): InvalidDynamicsError {
  return new InvalidDynamicsError({
    argument: name,
    problem: `draws random numbers (at t = ${t}), so each evaluation is a different function and the gradient would not match the value`,
    remedy: `Draw once before the solve, and use the result in ${name}: const mask = tf.dropout(tf.ones(shape), 0.1); or pass the operation a seed, a different one for each solve.`,
  });
}
