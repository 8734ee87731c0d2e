import type { State, Tolerances } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  abs,
  add,
  any,
  clip,
  divide,
  isNotANumber,
  max,
  multiply,
  pack,
  reshape,
  scalar,
  select,
  sqrt,
  square,
  subtract,
  sum,
} from "../kernels/kernels.js";
import { disposeAfter } from "./dispose-after.js";

/** error / (atol + rtol · max(|from|, |to|)), leaf by leaf. NaN where `from` or `to` is not finite. */
export function scaledError(
  error: State<Tensor>,
  from: State<Tensor>,
  to: State<Tensor>,
  { rtol, atol }: Tolerances,
): State<Tensor> {
  return error.map((leaf, i) =>
    scaled(leaf, from[i] as Tensor, to[i] as Tensor, rtol[i] as number, atol[i] as number),
  );
}

/**
 * The largest over the leaves of RMS(error / (atol + rtol · max(|from|, |to|))), as a scalar tensor; 0 for states
 * without elements. Not finite where any of the three states is not.
 *
 * Nineteen kernels per leaf, eleven of one element. Squares are taken relative to the sum of magnitudes, so that they
 * neither overflow nor underflow. The summation is the engine's own: in double precision on cpu, naively in float32 on
 * wasm, which is off by 3e-4 at a million elements and does not affect step-size control.
 */
export function errorNorm(
  error: State<Tensor>,
  from: State<Tensor>,
  to: State<Tensor>,
  tolerances: Tolerances,
): Tensor | number {
  const { rtol, atol } = tolerances;
  const norms: Array<Tensor> = [];
  for (const [i, leaf] of error.entries()) {
    // Some engines sum an empty tensor to an arbitrary number. Skip leaves whose atol is infinite.
    if (leaf.size === 0 || atol[i] === Number.POSITIVE_INFINITY) continue;
    const quotient = scaled(
      leaf,
      from[i] as Tensor,
      to[i] as Tensor,
      rtol[i] as number,
      atol[i] as number,
    );
    norms.push(rootMeanSquare(quotient));
  }
  if (norms.length === 0) return 0;
  return norms.length === 1 ? (norms[0] as Tensor) : largest(norms);
}

/** The smallest and the largest float32 of full precision. */
const [TINY, HUGE] = [2 ** -126, (2 - 2 ** -23) * 2 ** 127];

/** √(Σ x²/n) of a tensor; takes ownership of it. */
function rootMeanSquare(x: Tensor): Tensor {
  const magnitudes = abs(x);
  if (x.size === 1) return disposeAfter(reshape(magnitudes, []), x, magnitudes);
  const all = disposeAfter(sum(magnitudes), magnitudes);
  // Clamped to be nonzero and finite: infinite elements stay infinite, and an overflowed sum is clamped too.
  const unit = disposeAfter(clip(all, TINY, HUGE), all);
  const relative = disposeAfter(divide(x, unit), x);
  const squares = disposeAfter(square(relative), relative);
  const total = disposeAfter(sum(squares), squares);
  const share = scalar(1 / x.size);
  const average = disposeAfter(multiply(total, share), total, share);
  const root = disposeAfter(sqrt(average), average);
  return disposeAfter(multiply(root, unit), root, unit);
}

function scaled(error: Tensor, from: Tensor, to: Tensor, rtol: number, atol: number): Tensor {
  // 2 max(|a|, |b|) = |a + b| + |a − b|, with additions only: the engines' maximum is slow (60 times on wasm), and on
  // wasm maximum(1, NaN) is 1.
  const [total, difference] = [add(from, to), subtract(to, from)];
  const [left, right] = [
    disposeAfter(abs(total), total),
    disposeAfter(abs(difference), difference),
  ];
  const twice = disposeAfter(add(left, right), left, right);
  const [relative, absolute] = [scalar(rtol / 2), scalar(atol)];
  const tolerated = disposeAfter(multiply(twice, relative), twice, relative);
  const scale = disposeAfter(add(tolerated, absolute), tolerated, absolute);
  const quotient = divide(error, scale);
  // An infinite scale makes the quotient 0: this adds NaN there, and 0 elsewhere.
  const nonFinite = disposeAfter(subtract(scale, scale), scale);
  return disposeAfter(add(quotient, nonFinite), quotient, nonFinite);
}

/** The largest of scalars; NaN if one of them is, which the engines' maximum does not guarantee. */
function largest(scalars: ReadonlyArray<Tensor>): Tensor {
  const row = pack(scalars);
  for (const each of scalars) each.dispose();
  const marks = isNotANumber(row);
  const hasNaN = disposeAfter(any(marks), marks);
  const maximal = disposeAfter(max(row), row);
  const invalid = scalar(Number.NaN);
  return disposeAfter(select(hasNaN, invalid, maximal), hasNaN, invalid, maximal);
}
