import type { Backend, ReadCounts, Reading, State } from "@symplectic-adjoint/core";
import { readScalar, scalarStates } from "./read-scalar.js";

/** Whether every number of a state is finite. Costs one read. */
export function* holdsFinite<A>(
  backend: Backend<A>,
  y: State<A>,
  counts: ReadCounts | undefined,
): Reading<boolean, A> {
  backend.openScope();
  let norm: A | number = Number.NaN;
  try {
    norm = finiteNorm(backend, y);
  } finally {
    backend.closeScope(scalarStates(norm));
  }
  return Number.isFinite(yield* readScalar({ backend }, norm, counts));
}

/**
 * A scalar that is finite exactly if every number of a state is: y / (1 + |y|) cannot overflow.
 */
export function finiteNorm<A>(backend: Backend<A>, y: State<A>): A | number {
  const ones = y.map(() => 1);
  return backend.errorNorm(y, y, y, { rtol: ones, atol: ones });
}
