import type { Problem, ReadCounts, Reading, State } from "@symplectic-adjoint/core";

/**
 * Reads and releases a scalar.
 *
 * @param counts Counters of reads.
 * @param whileWaiting Work to do while waiting.
 */
export function* readScalar<A>(
  { backend }: Pick<Problem<A>, "backend">,
  scalar: A | number,
  counts?: ReadCounts,
  whileWaiting?: () => void,
): Reading<number, A> {
  if (typeof scalar === "number") return (yield { scalar }) as number;
  try {
    return (yield { scalar, counts, whileWaiting }) as number;
  } finally {
    backend.release([scalar]);
  }
}

/** Reads scalars concurrently and releases them. */
export function* readScalars<A>(
  { backend }: Pick<Problem<A>, "backend">,
  scalars: ReadonlyArray<A | number>,
  counts?: ReadCounts,
): Reading<ReadonlyArray<number>, A> {
  const values: Array<number> = [];
  try {
    for (const [i, scalar] of scalars.entries())
      values.push((yield { scalar, prefetch: scalars.slice(i + 1), counts }) as number);
    return values;
  } finally {
    for (const state of scalars.flatMap(scalarStates)) backend.release(state);
  }
}

/** A scalar as a list of states, for the survivors of a scope: empty if it is a number. */
export function scalarStates<A>(scalar: A | number): ReadonlyArray<State<A>> {
  return typeof scalar === "number" ? [] : [[scalar]];
}
