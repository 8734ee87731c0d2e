import type { Backend } from "@symplectic-adjoint/core";

/** Scalars as a one-dimensional array. */
export function joinScalars<A>(backend: Backend<A>, scalars: ReadonlyArray<A | number>): A {
  if (scalars.every((scalar) => typeof scalar === "number"))
    return backend.fromHost(scalars, [scalars.length]);
  const rows = scalars.map((scalar) => [
    typeof scalar === "number" ? backend.fromHost([scalar], []) : scalar,
  ]);
  return backend.stack(rows)[0] as A;
}
