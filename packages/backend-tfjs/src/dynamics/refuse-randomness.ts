import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import type { DynamicsCall } from "./call-dynamics.js";

/**
 * The same f, which throws if it draws random numbers: a value and a gradient that are computed by different evaluations
 * would belong to different functions. Every random operation of TensorFlow.js without a seed of its own, and every dropout
 * layer, asks `Math.random` for one.
 *
 * The first evaluation is made anew instead: a model may draw its initial weights then, and never again.
 *
 * @throws InvalidDynamicsError when f draws.
 */
export function refuseRandomness(call: DynamicsCall): DynamicsCall {
  let first = true;
  return (t, y) => {
    const once = watchRandom(() => call(t, y));
    const again = once.drew && first ? watchRandom(() => call(t, y)) : once;
    first = false;
    if (!again.drew) return again.value;
    throw new InvalidDynamicsError({
      argument: "f",
      problem: `draws random numbers, as it did at t = ${t}: it is another function at each evaluation, and its gradient would not be that of its value`,
      remedy:
        "Draw once before the solve, and let f capture what was drawn: const mask = tf.dropout(tf.ones(shape), 0.1); or give the operation a seed, another one for each solve.",
    });
  };
}

function watchRandom<T>(body: () => T): { readonly value: T; readonly drew: boolean } {
  const { random } = Math;
  let drew = false;
  Math.random = () => {
    drew = true;
    return random();
  };
  try {
    const value = body();
    return { value, drew };
  } finally {
    Math.random = random;
  }
}
