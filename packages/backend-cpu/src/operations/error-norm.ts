import type { State, Tolerances } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { cpu, makeTensor, valuesOf } from "../cpu-values.js";

/**
 * The largest over the leaves of RMS(error / (atol + rtol · max(|from|, |to|))), as a number, in double precision; 0
 * for states without elements. Not finite if any of the three states is not.
 */
export function errorNorm(
  error: State<Tensor>,
  from: State<Tensor>,
  to: State<Tensor>,
  { rtol, atol }: Tolerances,
): number {
  const backend = cpu();
  let largest = 0;
  for (const [i, leaf] of error.entries()) {
    // Skip leaves whose atol is infinite.
    if (leaf.size === 0 || atol[i] === Number.POSITIVE_INFINITY) continue;
    const total = sumOfSquares(
      valuesOf(backend, leaf),
      valuesOf(backend, from[i] as Tensor),
      valuesOf(backend, to[i] as Tensor),
      rtol[i] as number,
      atol[i] as number,
    );
    const norm = Math.sqrt(total / leaf.size);
    // NaN is sticky.
    if (!(norm <= largest)) largest = norm;
    if (Number.isNaN(norm)) return norm;
  }
  return largest;
}

/** error / (atol + rtol · max(|from|, |to|)), leaf by leaf. NaN if `from` or `to` is not finite. */
export function scaledError(
  error: State<Tensor>,
  from: State<Tensor>,
  to: State<Tensor>,
  { rtol, atol }: Tolerances,
): State<Tensor> {
  const backend = cpu();
  return error.map((leaf, i) => {
    const [e, x] = [valuesOf(backend, leaf), valuesOf(backend, from[i] as Tensor)];
    const y = valuesOf(backend, to[i] as Tensor);
    const [relative, absolute] = [rtol[i] as number, atol[i] as number];
    const out = new Float32Array(leaf.size);
    for (let k = 0; k < out.length; k++) {
      out[k] = scaled(e[k] as number, x[k] as number, y[k] as number, relative, absolute);
    }
    return makeTensor(backend, out, leaf.shape);
  });
}

function sumOfSquares(
  error: Float32Array,
  from: Float32Array,
  to: Float32Array,
  rtol: number,
  atol: number,
): number {
  let total = 0;
  for (let k = 0; k < error.length; k++) {
    const q = scaled(error[k] as number, from[k] as number, to[k] as number, rtol, atol);
    total += q * q;
  }
  return total;
}

function scaled(error: number, from: number, to: number, rtol: number, atol: number): number {
  const scale = atol + rtol * Math.max(Math.abs(from), Math.abs(to));
  // An infinite scale makes the quotient 0: this adds NaN there, and nothing elsewhere.
  return error / scale + (scale - scale);
}
