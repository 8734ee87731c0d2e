import { type Backend, InvalidStateError, type State } from "@symplectic-adjoint/core";

/** @throws InvalidStateError when an array of the user's was freed, or its numbers are not those of the backend. */
export function checkArrays<A>(backend: Backend<A>, arrays: State<A>, argument: string): void {
  if (backend.faultOf === undefined) return;
  for (const [i, value] of arrays.entries()) {
    const fault = backend.faultOf(value);
    if (fault !== undefined)
      throw new InvalidStateError({ argument: `${argument} (leaf ${i})`, value, ...fault });
  }
}
