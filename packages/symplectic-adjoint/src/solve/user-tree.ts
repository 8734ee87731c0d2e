import {
  type Backend,
  type State,
  type Structure,
  type Tree,
  unflattenTree,
} from "@symplectic-adjoint/core";

/** Leaves as a tree for the user: of the arrays that users see. */
export function userTree<A>(
  { present }: Pick<Backend<A>, "present">,
  structure: Structure,
  leaves: State<A>,
): Tree<A> {
  return unflattenTree(structure, present === undefined ? leaves : present(leaves));
}
