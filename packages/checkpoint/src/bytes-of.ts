import type { Backend, State } from "@symplectic-adjoint/core";

/** Bytes of all values of a state; arrays that share memory are counted in full. */
export function bytesOf<A>(state: State<A>, backend: Pick<Backend<A>, "bytes">): number {
  let total = 0;
  for (const leaf of state) total += backend.bytes(leaf);
  return total;
}
