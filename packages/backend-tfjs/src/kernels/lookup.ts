/** Up to as many as this a list is walked faster than a set is made. */
const FEW = 8;

/** Tells whether something is in a list, at a cost that does not grow with it. */
export interface Lookup<T> {
  has(item: T): boolean;
}

/** A look-up in a list that does not change. */
export function lookup<T>(list: ReadonlyArray<T>): Lookup<T> {
  if (list.length > FEW) return new Set(list);
  return { has: (item) => list.includes(item) };
}

/** Tells of the items of a list, asked in order, whether they stood in it before. */
export function repetitions<T>(list: ReadonlyArray<T>): (item: T, i: number) => boolean {
  if (list.length <= FEW) return (item, i) => list.indexOf(item) !== i;
  const seen = new Set<T>();
  return (item) => seen.size === seen.add(item).size;
}
