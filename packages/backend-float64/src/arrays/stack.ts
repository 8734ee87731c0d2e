import type { State } from "@symplectic-adjoint/core";

/** Leaf by leaf, the rows one after the other in one array: row r of n numbers starts at r·n. */
export function stack(rows: ReadonlyArray<State<Float64Array>>): State<Float64Array> {
  const first = rows[0];
  if (first === undefined) return [];
  const result: Array<Float64Array> = [];
  for (let leaf = 0; leaf < first.length; leaf++) {
    const n = (first[leaf] as Float64Array).length;
    const stacked = new Float64Array(rows.length * n);
    for (let r = 0; r < rows.length; r++) stacked.set(rows[r]?.[leaf] as Float64Array, r * n);
    result.push(stacked);
  }
  return result;
}

/** The inverse of {@link stack}: `rows` states, as copies. */
export function unstack(
  stacked: State<Float64Array>,
  rows: number,
): ReadonlyArray<State<Float64Array>> {
  const result: Array<Array<Float64Array>> = [];
  for (let r = 0; r < rows; r++) {
    const row: Array<Float64Array> = [];
    for (let leaf = 0; leaf < stacked.length; leaf++) {
      const all = stacked[leaf] as Float64Array;
      const n = all.length / rows;
      row.push(all.slice(r * n, (r + 1) * n));
    }
    result.push(row);
  }
  return result;
}
