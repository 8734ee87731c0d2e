import {
  displayName,
  InvalidDynamicsError,
  isCallable,
  type State,
  type Structure,
  unflattenTree,
} from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { resultReader } from "./result-reader.js";
import { isModel, type TensorFunction } from "./tensor-function.js";

/** f on flat states, its result checked. Whose tape and whose scope it runs in is the caller's matter. */
export type DynamicsCall = (t: number, y: State<Tensor>) => Array<Tensor>;

/**
 * Makes the user's function, or model, a function of flat states.
 *
 * @throws InvalidDynamicsError when it is neither, or a model whose state is a record.
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
    remedy: "Leave y alone: everything else that f makes is freed after each evaluation anyway.",
  });
}

function nameOf(func: { readonly name: string }): string {
  const name = displayName(func);
  return name === undefined || name === "func" ? "f" : `f (function ${name})`;
}
