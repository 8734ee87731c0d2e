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

/** The parameters of f, as the backend's leaves and as the user's tree. */
export interface Float64Parameters {
  readonly leaves: State<Float64Array>;
  readonly tree: Tree<Float64Array>;
  /** The user's tree of other leaves: of cotangents. */
  treeOf(leaves: State<Float64Array>): Tree<Float64Array>;
}

const NOTHING = new Float64Array(0);

/**
 * Takes the parameters apart. Without any there are no leaves, and the tree is an empty array.
 *
 * @throws InvalidDynamicsError when something in the tree is not a Float64Array.
 */
export function readParameters(parameters: unknown, argument: string): Float64Parameters {
  if (parameters === undefined) return { leaves: [], tree: NOTHING, treeOf: () => NOTHING };
  const { leaves, structure } = flatten(parameters, argument);
  // A tree of its own, so that f is handed these leaves even where the user's tree is given others.
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
