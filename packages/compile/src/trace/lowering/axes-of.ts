import { range } from "./rearrange.js";

/** The axes of a kernel's attribute: one, several or, if there are none, all of them; from 0, ascending. */
export function axesOf(attribute: unknown, rank: number): ReadonlyArray<number> {
  if (attribute === undefined || attribute === null) return range(rank);
  const list = (Array.isArray(attribute) ? attribute : [attribute]) as ReadonlyArray<number>;
  const axes = list.map((axis) => (axis < 0 ? axis + rank : axis));
  return [...new Set(axes)].sort((a, b) => a - b);
}
