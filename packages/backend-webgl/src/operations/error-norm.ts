import type { State, Tolerances } from "@symplectic-adjoint/core";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { Tensor } from "@tensorflow/tfjs-core";
import { LARGER, largestRoot, SMALLER } from "../programs/merge.js";
import { sumProgram } from "../programs/reduction.js";
import { type PackedSum, sumLeaves } from "./sum-leaves.js";

// An infinite state makes the scale infinite and the quotient 0, hiding the error, so it is treated as NaN. So is a
// quotient of 0 and 0.
const squares = sumProgram(
  ["E", "X", "Y"],
  [
    { name: "rtol", type: "float" },
    { name: "atol", type: "float" },
    { name: "rootShare", type: "float" },
  ],
  `vec4 quotient = mix(vec4(0.0), e / (atol + rtol * max(abs(x), abs(y))), inside);
    vec4 part = quotient * rootShare;
    vec4 value = part * part;
    vec4 smaller = part * ${SMALLER};
    vec4 larger = part * ${LARGER};
    others[0] += smaller * smaller;
    others[1] += larger * larger;
    float bad = max(nonFiniteLevel(e), nonFiniteLevel(quotient));
    if (nonFiniteLevel(x) + nonFiniteLevel(y) > 0.5) bad = 2.0;`,
);

/**
 * The largest over the leaves of RMS(error / (atol + rtol · max(|from|, |to|))), as a scalar tensor; 0 for states
 * without elements. An infinite error gives an infinite norm; NaN anywhere, or an infinite state, gives NaN, on every
 * driver.
 *
 * Two passes for leaves of up to 16 thousand elements, three up to a million; half these sizes for vectors, whose
 * texels are half empty.
 */
export function errorNorm(
  backend: MathBackendWebGL,
  error: State<Tensor>,
  from: State<Tensor>,
  to: State<Tensor>,
  { rtol, atol }: Tolerances,
): Tensor | number {
  const sums: Array<PackedSum> = [];
  for (const [i, leaf] of error.entries()) {
    // Skip leaves whose atol is infinite.
    if (leaf.size === 0 || atol[i] === Number.POSITIVE_INFINITY) continue;
    sums.push({
      program: squares,
      arrays: [leaf, from[i] as Tensor, to[i] as Tensor],
      values: [[rtol[i] as number], [atol[i] as number], [Math.sqrt(1 / leaf.size)]],
    });
  }
  return sumLeaves(backend, largestRoot, sums);
}
