import {
  type Backend,
  type ErrorNorm,
  type State,
  type Structure,
  type Tree,
  unflattenTree,
} from "@symplectic-adjoint/core";

/** A norm of the user, who gets the error as a tree of the arrays that users see. */
export function userNorm<A>(
  norm: (error: Tree<A>) => A | number,
  { lend }: Pick<Backend<A>, "lend">,
  structure: Structure,
): ErrorNorm<A> {
  const ofLeaves = (error: State<A>) => norm(unflattenTree(structure, error));
  return lend === undefined ? ofLeaves : (error) => lend(error, ofLeaves);
}
