import type { Backend, State } from "@symplectic-adjoint/core";

/** Stacks the states at the output times along a new first axis, and releases them. */
export function stackOutputs<A>(backend: Backend<A>, outputs: ReadonlyArray<State<A>>): State<A> {
  backend.openScope();
  let stacked: State<A> = [];
  try {
    stacked = backend.stack(outputs);
    return stacked;
  } finally {
    backend.closeScope([stacked]);
    for (const output of outputs) backend.release(output);
  }
}

/** Cotangents of stacked leaves, undefined for zero, as one state per output time, created in the open scope. */
export function unstackCotangents<A>(
  backend: Backend<A>,
  cotangents: ReadonlyArray<A | undefined>,
  y0: State<A>,
  count: number,
): ReadonlyArray<State<A>> {
  const columns = cotangents.map((cotangent, leaf) => {
    if (cotangent !== undefined)
      return backend.unstack([cotangent], count).map(([row]) => row as A);
    const [zero] = backend.zerosLike([y0[leaf] as A]);
    return new Array<A>(count).fill(zero as A);
  });
  return Array.from({ length: count }, (_, row) => columns.map((column) => column[row] as A));
}
