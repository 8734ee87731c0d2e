/** Up to as many as this a list is walked faster than a set is made. */
export const FEW = 8;

/** Tells whether something is in a list, at a cost that does not grow with it. */
export interface Lookup<T> {
  has(item: T): boolean;
}

/** A look-up in a list that does not change. */
export function lookup<T>(list: ReadonlyArray<T>): Lookup<T> {
  if (list.length > FEW) return new Set(list);
  return { has: (item) => list.includes(item) };
}
