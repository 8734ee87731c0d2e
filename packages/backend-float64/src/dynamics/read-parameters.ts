import {
  flattenTree,
  InvalidDynamicsError,
  OdeError,
  type State,
  type Structure,
  type Tree,
} from "@symplectic-adjoint/core";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import { treeOf } from "../arrays/tree-of.js";

/** The parameters of f, as leaves and as the user's tree. */
export interface Float64Parameters {
  readonly leaves: State<Float64Array>;
  readonly tree: Tree<Float64Array>;
  /** The user's tree with other leaves: cotangents. */
  treeOf(leaves: State<Float64Array>): Tree<Float64Array>;
}

const NOTHING = new Float64Array(0);

/**
 * Flattens the parameters. Without parameters there are no leaves, and the tree is an empty array.
 *
 * @throws InvalidDynamicsError if a leaf of the tree is not a Float64Array.
 */
export function readParameters(parameters: unknown, argument: string): Float64Parameters {
  if (parameters === undefined) return { leaves: [], tree: NOTHING, treeOf: () => NOTHING };
  const { leaves, structure } = flatten(parameters, argument);
  // A separate tree, so that f keeps receiving these leaves if the user's tree is modified.
  const tree = treeOf(structure, leaves);
  return { leaves, tree, treeOf: (others) => treeOf(structure, others) };
}

function flatten(
  parameters: unknown,
  argument: string,
): { readonly leaves: State<Float64Array>; readonly structure: Structure } {
  try {
    return flattenTree(parameters as Tree<Float64Array>, isFloat64Array, argument);
  } catch (cause) {
    if (!(cause instanceof OdeError)) throw cause;
    throw new InvalidDynamicsError({
      argument: cause.argument,
      value: cause.value,
      problem: "is neither a Float64Array, a list of such, nor a record of such",
      remedy: "Write Float64Array.of(…) for numbers, and new Float64Array(values) for an array.",
      cause,
    });
  }
}
