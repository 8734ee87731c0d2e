import type { Problem, Reading, State } from "@symplectic-adjoint/core";

/** Reads a scalar that is the caller's, and releases it. */
export function* readScalar<A>(
  { backend }: Pick<Problem<A>, "backend">,
  scalar: A | number,
): Reading<number, A> {
  if (typeof scalar === "number") return yield scalar;
  try {
    return yield scalar;
  } finally {
    backend.release([scalar]);
  }
}

/** A scalar as a list of states, for scopes to keep alive: none where it is a number already. */
export function scalarStates<A>(scalar: A | number): ReadonlyArray<State<A>> {
  return typeof scalar === "number" ? [] : [[scalar]];
}
