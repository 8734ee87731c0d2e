import type { State } from "@symplectic-adjoint/core";
import { type FloatArray, newLike } from "./float-array.js";

/** Leaf by leaf, the rows one after the other in one array: row r of n numbers starts at r·n. */
export function stack<F extends FloatArray>(rows: ReadonlyArray<State<F>>): State<F> {
  const first = rows[0];
  if (first === undefined) return [];
  const result: Array<F> = [];
  for (let leaf = 0; leaf < first.length; leaf++) {
    const model = first[leaf] as F;
    const n = model.length;
    const stacked = newLike(model, rows.length * n);
    for (let r = 0; r < rows.length; r++) stacked.set(rows[r]?.[leaf] as F, r * n);
    result.push(stacked);
  }
  return result;
}

/** The inverse of {@link stack}: `rows` states, as copies. */
export function unstack<F extends FloatArray>(
  stacked: State<F>,
  rows: number,
): ReadonlyArray<State<F>> {
  const result: Array<Array<F>> = [];
  for (let r = 0; r < rows; r++) {
    const row: Array<F> = [];
    for (let leaf = 0; leaf < stacked.length; leaf++) {
      const all = stacked[leaf] as F;
      const n = all.length / rows;
      row.push(all.slice(r * n, (r + 1) * n) as F);
    }
    result.push(row);
  }
  return result;
}
