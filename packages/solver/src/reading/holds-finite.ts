import type { Backend, ReadCounts, Reading, State } from "@symplectic-adjoint/core";
import { readScalar, scalarStates } from "./read-scalar.js";

/**
 * Whether every number of a state is finite. Costs one read.
 *
 * y / (1 + |y|) has a finite norm exactly if y is finite: it cannot overflow.
 */
export function* holdsFinite<A>(
  backend: Backend<A>,
  y: State<A>,
  counts: ReadCounts | undefined,
): Reading<boolean, A> {
  const ones = y.map(() => 1);
  backend.openScope();
  let norm: A | number = Number.NaN;
  try {
    norm = backend.errorNorm(y, y, y, { rtol: ones, atol: ones });
  } finally {
    backend.closeScope(scalarStates(norm));
  }
  return Number.isFinite(yield* readScalar({ backend }, norm, counts));
}
