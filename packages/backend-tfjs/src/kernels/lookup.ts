/** Lists up to this length are searched faster than a Set is built. */
export const FEW = 8;

/** Membership test in constant time. */
export interface Lookup<T> {
  has(item: T): boolean;
}

/** A look-up in a list that does not change. */
export function lookup<T>(list: ReadonlyArray<T>): Lookup<T> {
  if (list.length > FEW) return new Set(list);
  return { has: (item) => list.includes(item) };
}
