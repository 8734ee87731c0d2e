import { type Backend, InvalidStateError, type State } from "@symplectic-adjoint/core";

/** @throws InvalidStateError if a user's array was freed or has an unsupported type. */
export function checkArrays<A>(backend: Backend<A>, arrays: State<A>, argument: string): void {
  if (backend.faultOf === undefined) return;
  for (const [i, value] of arrays.entries()) {
    const fault = backend.faultOf(value);
    if (fault !== undefined)
      throw new InvalidStateError({ argument: `${argument} (leaf ${i})`, value, ...fault });
  }
}
