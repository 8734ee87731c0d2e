import type { Backend } from "@symplectic-adjoint/core";

/** scale · Σ terms: a number if all are numbers, otherwise a new array. */
export function sumOfScalars<A>(
  backend: Backend<A>,
  scale: number,
  terms: ReadonlyArray<A | number>,
): A | number {
  const arrays: Array<A> = [];
  let sum = 0;
  for (const term of terms) {
    if (typeof term === "number") sum += term;
    else arrays.push(term);
  }
  if (arrays.length === 0) return scale * sum;
  const base = sum === 0 ? undefined : [backend.fromHost([scale * sum], [])];
  const weights = arrays.map(() => 1);
  const states = arrays.map((array) => [array]);
  return backend.linearCombination(base, scale, weights, states)[0] as A;
}

/** A scalar as an array. */
export function asArray<A>(backend: Backend<A>, scalar: A | number): A {
  return typeof scalar === "number" ? backend.fromHost([scalar], []) : scalar;
}
