import type { State, Structure, Tree } from "@symplectic-adjoint/core";
import { copyInto } from "../arrays/copy-of.js";
import { treeOf } from "../arrays/tree-of.js";
import { zerosLike } from "../arrays/zeros-like.js";

/**
 * Lends states to the user's function: as copies, in arrays that are used again and again. A function that writes into its
 * argument would else change the solution, or a checkpoint, and nothing would tell.
 */
export function lender(structure: Structure): (state: State<Float64Array>) => Tree<Float64Array> {
  let arrays: ReadonlyArray<Float64Array> | undefined;
  return (state) => {
    arrays ??= zerosLike(state);
    for (let leaf = 0; leaf < arrays.length; leaf++)
      copyInto(arrays[leaf] as Float64Array, state[leaf] as Float64Array);
    // A new tree each time: its lists and records may be written into as well.
    return treeOf(structure, arrays);
  };
}
