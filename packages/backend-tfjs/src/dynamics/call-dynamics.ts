import {
  InvalidDynamicsError,
  type State,
  type Structure,
  tellingName,
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
  if (typeof func === "function") {
    const read = resultReader(nameOf(func), structure, shapes);
    return (t, y) => read(func(t, unflattenTree(structure, y)));
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

function nameOf(func: { readonly name: string }): string {
  const name = tellingName(func);
  return name === undefined || name === "func" ? "f" : `f (function ${name})`;
}
