import type { Backend, State } from "@symplectic-adjoint/core";

/** The values of a state on the host, leaf by leaf. */
export type HostState = ReadonlyArray<Float64Array>;

/** Reads a state. */
export async function download<A>(backend: Backend<A>, state: State<A>): Promise<HostState> {
  const arrays = await Promise.all(state.map((leaf) => backend.toHost(leaf)));
  return arrays.map((values) => Float64Array.from(values));
}

/** Arrays of these values with the shapes of others, retained; the caller must release them. */
export function upload<A>(backend: Backend<A>, values: HostState, like: State<A>): State<A> {
  backend.openScope();
  try {
    const arrays = like.map((leaf, i) =>
      backend.fromHost(values[i] as Float64Array, backend.shape(leaf)),
    );
    return backend.retain(arrays);
  } finally {
    backend.closeScope([]);
  }
}

/** Values rounded to the precision of the backend's arrays. */
export function rounded<A>(
  { precision }: Pick<Backend<A>, "precision">,
  values: Float64Array,
): Float64Array {
  return precision === "float32" ? values.map(Math.fround) : values;
}

/** Σ a ∘ b over all leaves, in double precision. */
export function dotOnHost(a: HostState, b: HostState): number {
  let sum = 0;
  a.forEach((values, leaf) => {
    const others = b[leaf] as Float64Array;
    for (let i = 0; i < values.length; i++) sum += (values[i] as number) * (others[i] as number);
  });
  return sum;
}

/** The root of Σ (a ∘ b)². */
export function sizeOfProduct(a: HostState, b: HostState): number {
  let sum = 0;
  a.forEach((values, leaf) => {
    const others = b[leaf] as Float64Array;
    for (let i = 0; i < values.length; i++) {
      sum += ((values[i] as number) * (others[i] as number)) ** 2;
    }
  });
  return Math.sqrt(sum);
}

/** a − b, leaf by leaf. */
export function subtractOnHost(a: HostState, b: HostState): HostState {
  return a.map((values, leaf) => values.map((value, i) => value - (b[leaf]?.[i] as number)));
}
