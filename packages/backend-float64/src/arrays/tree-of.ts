import { type State, type Structure, type Tree, unflattenTree } from "@symplectic-adjoint/core";

/** The user's tree of these leaves. A state of a single array is returned as is. */
export function treeOf(structure: Structure, leaves: State<Float64Array>): Tree<Float64Array> {
  if (structure.kind === "leaf") return leaves[0] as Float64Array;
  return unflattenTree(structure, leaves);
}
