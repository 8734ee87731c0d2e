import {
  type Backend,
  flattenTree,
  InvalidStateError,
  type State,
  type Structure,
  sameStructure,
  type Tree,
} from "@symplectic-adjoint/core";
import { checkArrays } from "../options/check-arrays.js";

/**
 * The leaves of a user's tree, which must have the structure and the shapes of other leaves.
 *
 * @throws InvalidStateError stating the shapes.
 */
export function requireLike<A>(
  backend: Backend<A>,
  value: Tree<A>,
  like: State<A>,
  structure: Structure,
  argument: string,
): State<A> {
  const { leaves, structure: found } = flattenTree(value, backend.isArray, argument);
  const fits =
    sameStructure(found, structure) &&
    leaves.every((leaf, i) => `${backend.shape(leaf)}` === `${backend.shape(like[i] as A)}`);
  if (fits) {
    checkArrays(backend, leaves, argument);
    return leaves;
  }
  throw new InvalidStateError({
    argument,
    value,
    problem: `must have shapes ${like.map((leaf) => `[${backend.shape(leaf)}]`).join(", ")} in the structure of ${argument === "y0" ? "y0" : "the solution"}`,
    remedy: "Pass arrays of exactly these shapes.",
  });
}
