import {
  displayName,
  InvalidDynamicsError,
  isCallable,
  type State,
  type Structure,
  unflattenTree,
} from "@symplectic-adjoint/core";
import { Tensor } from "@tensorflow/tfjs-core";
import { remedyFor } from "../fault-of.js";
import { describeExpected, describeTensors } from "./describe-tensors.js";
import { isModel, type TensorFunction } from "./tensor-function.js";

/** f on flat states, its result checked. The caller provides tape and scope. */
export type DynamicsCall = (t: number, y: State<Tensor>) => Array<Tensor>;

/**
 * Converts the user's function or model to a function of flat states.
 *
 * @throws InvalidDynamicsError if it is neither, or if it is a model and the state is a record.
 */
export function dynamicsCall(
  func: TensorFunction,
  structure: Structure,
  shapes: ReadonlyArray<ReadonlyArray<number>>,
): DynamicsCall {
  if (isCallable(func)) {
    const name = nameOf(func);
    const read = resultReader(name, structure, shapes);
    return (t, y) => {
      const result = func(t, unflattenTree(structure, y));
      for (const leaf of y) if (leaf.isDisposed) throw disposedArgument(name, leaf);
      return read(result);
    };
  }
  if (!isModel(func)) {
    throw new InvalidDynamicsError({
      argument: "func",
      value: func,
      problem: "must be a function of (t, y), or a tfjs-layers model",
      remedy: "Write (t, y) => dy/dt.",
    });
  }
  if (structure.kind === "record") {
    throw new InvalidDynamicsError({
      argument: "func",
      value: func,
      problem: "is a model, which takes one tensor or a list of them, but the state is a record",
      remedy: "Write (t, { q, p }) => …, and apply the model in it.",
    });
  }
  const read = resultReader("The model", structure, shapes);
  return (_, y) => read(func.apply(unflattenTree(structure, y) as Tensor | Array<Tensor>));
}

function disposedArgument(name: string, leaf: Tensor): InvalidDynamicsError {
  return new InvalidDynamicsError({
    argument: name,
    value: leaf,
    problem: "disposed of its argument y, which the solver still needs",
    remedy:
      "Do not dispose of y; tensors created by f are freed automatically after each evaluation.",
  });
}

function nameOf(func: { readonly name: string }): string {
  const name = displayName(func);
  return name === undefined || name === "func" ? "f" : `f (function ${name})`;
}

/**
 * Flattens the value returned by f. @throws InvalidDynamicsError unless it has the structure, shapes and type of the
 * state.
 */
type ResultReader = (result: unknown) => Array<Tensor>;

/**
 * A reader for states of one structure. It runs at every evaluation, so it walks the structure and compares shapes;
 * messages are built only on errors. Keys of records may come in any order.
 *
 * @param name Name of f in messages.
 */
function resultReader(
  name: string,
  structure: Structure,
  shapes: ReadonlyArray<ReadonlyArray<number>>,
): ResultReader {
  return (result) => {
    const leaves: Array<Tensor> = [];
    if (collect(result, structure, shapes, leaves)) return leaves;
    const expected = describeExpected(structure, shapes);
    throw new InvalidDynamicsError({
      argument: name,
      problem: `must return dy/dt with the structure of the state, ${expected}, but returned ${describeTensors(result)}`,
      remedy: remedy(result, leaves),
    });
  };
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

function remedy(result: unknown, leaves: ReadonlyArray<Tensor>): string {
  if (result === undefined) return "Add the missing return to f.";
  if (result instanceof Promise) return "f must be synchronous: remove async and await from it.";
  if (leaves.some((leaf) => leaf.isDisposed)) {
    return "f returned a disposed tensor: return it from tf.tidy, and do not dispose of it.";
  }
  const other = leaves.find((leaf) => leaf.dtype !== "float32");
  if (other !== undefined) return `Compute in float32. ${remedyFor(other.dtype)}`;
  return "Return the same nesting and shapes; tf.reshape or tf.broadcastTo change a shape.";
}
