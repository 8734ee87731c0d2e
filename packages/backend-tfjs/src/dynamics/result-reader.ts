import {
  type FunctionRequest,
  flattenTree,
  InvalidDynamicsError,
  OdeError,
  type Structure,
  type Tree,
} from "@symplectic-adjoint/core";
import { Tensor } from "@tensorflow/tfjs-core";
import { remedyFor } from "../fault-of.js";
import { describeExpected, describeTensors } from "./describe-tensors.js";

/** The structure and the shapes of a value. */
export interface ValueKind {
  readonly structure: Structure;
  readonly shapes: ReadonlyArray<ReadonlyArray<number>>;
}

/** Reads the values that one function returns. */
export interface ResultReader {
  /**
   * The leaves of a value. @throws InvalidDynamicsError unless it has the required structure, shapes and type.
   */
  read(result: unknown): Array<Tensor>;
  /** The structure of its values, if it is known. */
  readonly structure: Structure | undefined;
}

/** What a function must return, in messages: f returns a derivative. */
type Returns = FunctionRequest["returns"] | "derivative";

const PHRASES: Readonly<Record<Returns, string>> = {
  derivative: "dy/dt with the structure of the state, ",
  state: "a state with the structure of y, ",
  scalar: "a scalar, ",
  tree: "the same structure and shapes as the first time, ",
};

const SCALAR: ValueKind = { structure: { kind: "leaf" }, shapes: [[]] };

/**
 * A reader of values of one structure: for trees, that of the first value. It runs at every evaluation, so it walks the
 * structure and compares shapes; messages are built only on errors. Keys of records may come in any order.
 *
 * @param name Name of the function in messages.
 * @param state Structure and shapes of the state.
 */
export function resultReader(name: string, returns: Returns, state: ValueKind): ResultReader {
  let kind = returns === "tree" ? undefined : returns === "scalar" ? SCALAR : state;
  return {
    get structure() {
      return kind?.structure;
    },
    read(result) {
      kind ??= kindOf(name, result);
      const { structure, shapes } = kind;
      const leaves: Array<Tensor> = [];
      if (collect(result, structure, shapes, leaves)) return leaves;
      const expected = describeExpected(structure, shapes);
      const got = describeTensors(result);
      throw new InvalidDynamicsError({
        argument: name,
        problem: `must return ${PHRASES[returns]}${expected}, but returned ${got}`,
        remedy: remedy(name, returns, result, leaves),
      });
    },
  };
}

/** The structure and shapes of the first tree. @throws InvalidDynamicsError if it is none of float32 tensors. */
function kindOf(name: string, result: unknown): ValueKind {
  const { leaves, structure } = flatten(name, result);
  const valid = leaves.every((leaf) => leaf.dtype === "float32" && !leaf.isDisposed);
  if (leaves.length > 0 && valid) return { structure, shapes: leaves.map(({ shape }) => shape) };
  throw noTree(name, result, leaves);
}

function flatten(
  name: string,
  result: unknown,
): { readonly leaves: ReadonlyArray<Tensor>; readonly structure: Structure } {
  try {
    const isLeaf = (value: unknown): value is Tensor => value instanceof Tensor;
    return flattenTree(result as Tree<Tensor>, isLeaf, name);
  } catch (cause) {
    if (!(cause instanceof OdeError)) throw cause;
    throw noTree(name, result, [], cause);
  }
}

function noTree(
  name: string,
  result: unknown,
  leaves: ReadonlyArray<Tensor>,
  cause?: unknown,
): InvalidDynamicsError {
  const got = describeTensors(result);
  return new InvalidDynamicsError({
    argument: name,
    problem: `must return a float32 tensor, or a list or a record of such, but returned ${got}`,
    remedy: remedy(name, "tree", result, leaves),
    cause,
  });
}

function collect(
  value: unknown,
  structure: Structure,
  shapes: ReadonlyArray<ReadonlyArray<number>>,
  leaves: Array<Tensor>,
): boolean {
  if (structure.kind === "leaf") {
    if (!(value instanceof Tensor)) return false;
    const shape = shapes[leaves.length];
    leaves.push(value);
    return value.dtype === "float32" && !value.isDisposed && sameShape(value.shape, shape);
  }
  if (typeof value !== "object" || value === null || value instanceof Tensor) return false;
  const { items } = structure;
  if (structure.kind === "list") {
    if (!Array.isArray(value) || value.length !== items.length) return false;
    return items.every((item, i) => collect(value[i], item, shapes, leaves));
  }
  const record = value as Record<string, unknown>;
  if (Array.isArray(value) || Object.keys(record).length !== items.length) return false;
  return items.every((item, i) =>
    collect(record[structure.keys[i] as string], item, shapes, leaves),
  );
}

function sameShape(a: ReadonlyArray<number>, b: ReadonlyArray<number> | undefined): boolean {
  return a.length === b?.length && a.every((size, i) => size === b[i]);
}

function remedy(
  name: string,
  returns: Returns,
  result: unknown,
  leaves: ReadonlyArray<Tensor>,
): string {
  const func = returns === "derivative" ? "f" : name;
  if (result === undefined) return `Add the missing return to ${func}.`;
  if (result instanceof Promise)
    return `${func} must be synchronous: remove async and await from it.`;
  if (leaves.some((leaf) => leaf.isDisposed)) {
    return `${func} returned a disposed tensor: return it from tf.tidy, and do not dispose of it.`;
  }
  const other = leaves.find((leaf) => leaf.dtype !== "float32");
  if (other !== undefined) return `Compute in float32. ${remedyFor(other.dtype)}`;
  if (returns === "scalar")
    return typeof result === "number"
      ? "Compute it with tensors, such as tf.sub(y, 1); tf.scalar(x) makes one of a number."
      : "Reduce it with tf.sum, or make a tensor of one element a scalar with tf.squeeze.";
  if (returns === "tree") return "Return tensors, nested in [] or {}, in the same way every time.";
  return "Return the same nesting and shapes; tf.reshape or tf.broadcastTo change a shape.";
}
