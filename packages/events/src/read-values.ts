import type { Backend, ReadCounts, Reading } from "@symplectic-adjoint/core";

/** Reads scalars together and releases them. */
export function* readValues<A>(
  backend: Pick<Backend<A>, "release">,
  scalars: ReadonlyArray<A | number>,
  counts: ReadCounts | undefined,
): Reading<ReadonlyArray<number>, A> {
  const values: Array<number> = [];
  try {
    for (const [i, scalar] of scalars.entries())
      values.push((yield { scalar, prefetch: scalars.slice(i + 1), counts }) as number);
    return values;
  } finally {
    for (const scalar of scalars) if (typeof scalar !== "number") backend.release([scalar]);
  }
}
