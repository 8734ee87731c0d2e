/** Lists up to this length are searched faster than a Set is built. */
export const LINEAR_SEARCH_LIMIT = 8;

/** Membership test whose cost does not grow with the list. */
export interface Membership<T> {
  has(item: T): boolean;
}

/** Creates a membership test for a list that does not change. */
export function membership<T>(list: ReadonlyArray<T>): Membership<T> {
  if (list.length > LINEAR_SEARCH_LIMIT) return new Set(list);
  return { has: (item) => list.includes(item) };
}
