import type { State } from "@symplectic-adjoint/core";
import { accumulate } from "../arrays/accumulate.js";
import type { Float64Parameters } from "./read-parameters.js";

/** The parameters of one function, among those of all. */
export interface ParametersAmongAll extends Float64Parameters {
  /** Cotangents of the requested parameters of all functions, from those of this one's. */
  select(bars: State<Float64Array>, wrt: ReadonlyArray<number>): State<Float64Array>;
}

/** The parameters of f and of other functions, as one list without repetition. */
export interface JointParameters {
  readonly leaves: State<Float64Array>;
  /** Those of each function, in the order given. */
  readonly parts: ReadonlyArray<ParametersAmongAll>;
}

/**
 * Joins the parameters of f, which come first, with those of other functions. An array that several functions use is one
 * parameter.
 */
export function jointParameters(
  f: Float64Parameters,
  others: ReadonlyArray<Float64Parameters>,
): JointParameters {
  const leaves = f.leaves.slice();
  for (const { leaves: own } of others)
    for (const leaf of own) if (!leaves.includes(leaf)) leaves.push(leaf);
  const parts = [f, ...others].map((part, i) => {
    // The parameters of f are its own list, in which an array may occur twice.
    const places = part.leaves.map((leaf, own) => (i === 0 ? own : leaves.indexOf(leaf)));
    return { ...part, select: selection(places, leaves) };
  });
  return { leaves, parts };
}

/** @param places The index among all parameters of each own one. */
function selection(
  places: ReadonlyArray<number>,
  leaves: State<Float64Array>,
): ParametersAmongAll["select"] {
  return (bars, wrt) => {
    if (isRange(wrt, bars.length) && isRange(places, bars.length)) return bars;
    return wrt.map((index) => {
      let total: State<Float64Array> | undefined;
      for (let own = 0; own < places.length; own++) {
        if (places[own] !== index) continue;
        const term = [bars[own] as Float64Array];
        total = total === undefined ? term : accumulate(total, term);
      }
      return total?.[0] ?? new Float64Array((leaves[index] as Float64Array).length);
    });
  };
}

/** Whether indices are 0 … length − 1. */
function isRange(indices: ReadonlyArray<number>, length: number): boolean {
  if (indices.length !== length) return false;
  for (let i = 0; i < length; i++) if (indices[i] !== i) return false;
  return true;
}
