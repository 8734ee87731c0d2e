import type { State, Tolerances } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  abs,
  add,
  any,
  divide,
  isNotANumber,
  max,
  maximum,
  mean,
  multiply,
  pack,
  scalar,
  select,
  sqrt,
  square,
  subtract,
} from "../engine/kernels.js";
import { spend } from "./spend.js";

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
 * Twelve kernels per leaf. The mean is the engine's own: in double precision on cpu, naively in float32 on wasm, which
 * is off by 3e-4 at a million elements and does a step size no harm.
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
    // Some engines average an empty tensor to an arbitrary number.
    if (leaf.size === 0) continue;
    const quotient = scaled(
      leaf,
      from[i] as Tensor,
      to[i] as Tensor,
      rtol[i] as number,
      atol[i] as number,
    );
    const squares = spend(square(quotient), quotient);
    const average = spend(mean(squares), squares);
    norms.push(spend(sqrt(average), average));
  }
  if (norms.length === 0) return 0;
  return norms.length === 1 ? (norms[0] as Tensor) : largest(norms);
}

function scaled(error: Tensor, from: Tensor, to: Tensor, rtol: number, atol: number): Tensor {
  const [relative, absolute, nothing] = [scalar(rtol), scalar(atol), scalar(0)];
  const [size, sizeBefore] = [abs(to), abs(from)];
  const larger = spend(maximum(size, sizeBefore), size, sizeBefore);
  const tolerated = spend(multiply(larger, relative), larger, relative);
  const scale = spend(add(tolerated, absolute), tolerated, absolute);
  const quotient = spend(divide(error, scale), scale);
  // An infinite state would make the quotient 0, and on wasm maximum(1, NaN) is 1. Zero times the change of the state
  // is NaN where either end is not finite, and nothing otherwise.
  const change = subtract(to, from);
  const alarm = spend(multiply(change, nothing), change, nothing);
  return spend(add(quotient, alarm), quotient, alarm);
}

/** The largest of scalars; NaN if one of them is, which the engines' own maximum does not promise. */
function largest(scalars: ReadonlyArray<Tensor>): Tensor {
  const row = spend(pack(scalars), ...scalars);
  const marks = isNotANumber(row);
  const poisoned = spend(any(marks), marks);
  const maximal = spend(max(row), row);
  const invalid = scalar(Number.NaN);
  return spend(select(poisoned, invalid, maximal), poisoned, invalid, maximal);
}
