import type { Backend } from "@symplectic-adjoint/core";
import { type HostState, rounded } from "./host-state.js";
import { type Random, randomSigns } from "./random-signs.js";

/** Elements below this fraction of the largest in their array are treated as having that magnitude. */
const LEAST = 1e-3;

/**
 * Random cotangents c of all outputs: the derivative of Σ c ∘ ys is checked.
 *
 * Each element is weighted by its magnitude, so that small elements count as much as large ones. The cotangents of one
 * element sum to zero over the outputs, so that the direct contribution of y0, which does not involve f, cancels and
 * cannot mask that of f.
 *
 * @param outputs The outputs along the first axis of each leaf.
 * @param count Number of outputs.
 */
export function randomFunctional<A>(
  backend: Backend<A>,
  outputs: HostState,
  count: number,
  random: Random,
): HostState {
  return outputs.map((values) => {
    const size = values.length / count;
    const magnitudes = largestOfEach(values, size);
    const cotangents = randomSigns(random, values.length).map(
      (sign, i) => sign / (magnitudes[i % size] as number),
    );
    const result = rounded(backend, cotangents);
    for (let i = 0; i < size; i++) {
      let rest = 0;
      for (let j = i + size; j < result.length; j += size) rest -= result[j] as number;
      result[i] = rest;
    }
    return rounded(backend, result);
  });
}

/**
 * Random cotangents of what events depend on, weighted by magnitude: of times and states of events, of which each depends
 * on f by itself.
 */
export function randomWeights<A>(
  backend: Backend<A>,
  values: HostState,
  random: Random,
): HostState {
  return values.map((leaf) => {
    const magnitudes = largestOfEach(leaf, leaf.length);
    return rounded(
      backend,
      randomSigns(random, leaf.length).map((sign, i) => sign / (magnitudes[i] as number)),
    );
  });
}

function largestOfEach(values: Float64Array, size: number): Float64Array {
  const largest = new Float64Array(size);
  values.forEach((value, i) => {
    largest[i % size] = Math.max(largest[i % size] as number, Math.abs(value));
  });
  const least = LEAST * largest.reduce((a, b) => Math.max(a, b), 0) || 1;
  return largest.map((value) => Math.max(value, least));
}
