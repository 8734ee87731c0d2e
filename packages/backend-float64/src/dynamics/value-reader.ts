import {
  type FunctionRequest,
  flattenTree,
  InvalidDynamicsError,
  OdeError,
  type State,
  type Structure,
  sameStructure,
  type Tree,
} from "@symplectic-adjoint/core";
import { copyOf } from "../arrays/combine-into.js";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import { leavesLike } from "./leaves-like.js";

/** A value that a user's function returned, as new arrays. */
export interface ReadValue {
  readonly leaves: State<Float64Array>;
  readonly structure: Structure;
  /** Whether it was a number, which is an array of one element here. */
  readonly isNumber: boolean;
}

const LEAF: Structure = { kind: "leaf" };

/**
 * A reader of the values of one function: checks that each is what was requested, and that all have the same structure
 * and lengths.
 *
 * @throws InvalidDynamicsError if not; the error names the function.
 */
export function valueReader(
  { name, returns }: Pick<FunctionRequest, "name" | "returns">,
  structure: Structure,
): (value: unknown, y: State<Float64Array>) => ReadValue {
  let first: ReadValue | undefined;
  return (value, y) => {
    if (value instanceof Promise) throw promised(name);
    const read = readAs(returns, value, y, name, structure);
    first ??= read;
    if (!isAlike(read, first)) throw changed(name, value, first);
    return read;
  };
}

function readAs(
  returns: FunctionRequest["returns"],
  value: unknown,
  y: State<Float64Array>,
  name: string,
  structure: Structure,
): ReadValue {
  if (typeof value === "number" && returns !== "state")
    return { leaves: [Float64Array.of(value)], structure: LEAF, isNumber: true };
  if (returns === "state") {
    const leaves = leavesLike(structure, y, value, `${name}(t, y)`);
    return { leaves: leaves.map(copyOf), structure, isNumber: false };
  }
  if (returns === "scalar") {
    if (!isFloat64Array(value) || value.length !== 1) throw notScalar(name, value);
    return { leaves: [copyOf(value)], structure: LEAF, isNumber: false };
  }
  const flat = flatten(value, name);
  if (flat.leaves.length === 0) throw noTree(name, value);
  return { leaves: flat.leaves.map(copyOf), structure: flat.structure, isNumber: false };
}

function isAlike(a: ReadValue, b: ReadValue): boolean {
  if (a.isNumber !== b.isNumber || !sameStructure(a.structure, b.structure)) return false;
  return a.leaves.every((leaf, i) => leaf.length === b.leaves[i]?.length);
}

function flatten(
  value: unknown,
  name: string,
): { readonly leaves: State<Float64Array>; readonly structure: Structure } {
  try {
    return flattenTree(value as Tree<Float64Array>, isFloat64Array, `${name}(t, y)`);
  } catch (cause) {
    if (!(cause instanceof OdeError)) throw cause;
    throw noTree(cause.argument, cause.value, cause);
  }
}

function noTree(argument: string, value: unknown, cause?: unknown): InvalidDynamicsError {
  return new InvalidDynamicsError({
    argument,
    value,
    problem: "is neither a number, a Float64Array, nor a list or a record of such",
    remedy: "Return Float64Array.of(…), and { name: Float64Array.of(…) } for several values.",
    cause,
  });
}

function notScalar(name: string, value: unknown): InvalidDynamicsError {
  return new InvalidDynamicsError({
    argument: `${name}(t, y)`,
    value,
    problem: "must be a number",
    remedy: "Return a number, such as y[0] - 1.",
  });
}

function promised(name: string): InvalidDynamicsError {
  return new InvalidDynamicsError({
    argument: `${name}(t, y)`,
    problem: "is a promise",
    remedy: `${name} must be synchronous: remove async and await from it.`,
  });
}

function changed(name: string, value: unknown, first: ReadValue): InvalidDynamicsError {
  const lengths = first.isNumber
    ? "a number"
    : `lengths ${first.leaves.map(({ length }) => length)}`;
  return new InvalidDynamicsError({
    argument: `${name}(t, y)`,
    value,
    problem: `has another structure than the first time (${lengths})`,
    remedy: "Return the same structure and lengths at every time.",
  });
}
