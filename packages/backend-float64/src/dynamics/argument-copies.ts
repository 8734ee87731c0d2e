import type { State, Structure, Tree } from "@symplectic-adjoint/core";
import { copyInto } from "../arrays/combine-into.js";
import { treeOf } from "../arrays/tree-of.js";
import { zerosLike } from "../arrays/zeros-like.js";

/**
 * Passes copies of states to the user's function, in reused arrays. Otherwise a function that writes into its argument
 * would silently change the solution or a checkpoint.
 */
export function argumentCopies(
  structure: Structure,
): (state: State<Float64Array>) => Tree<Float64Array> {
  let arrays: ReadonlyArray<Float64Array> | undefined;
  return (state) => {
    arrays ??= zerosLike(state);
    for (let leaf = 0; leaf < arrays.length; leaf++)
      copyInto(arrays[leaf] as Float64Array, state[leaf] as Float64Array);
    // A new tree each time, because f may also write to its lists and records.
    return treeOf(structure, arrays);
  };
}
