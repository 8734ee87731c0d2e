import {
  displayName,
  type FunctionRequest,
  InvalidDynamicsError,
  isCallable,
  type State,
  type Structure,
  unflattenTree,
} from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { type ResultReader, resultReader, type ValueKind } from "./result-reader.js";
import { isModel, type TensorDynamics, type TensorFunction } from "./tensor-function.js";

/**
 * f, or another function of time and state, on flat states, its result checked. The caller provides tape and scope.
 *
 * @param time What the function gets as its time. Default: `t`.
 */
export type DynamicsCall = (t: number, y: State<Tensor>, time?: Tensor) => Array<Tensor>;

/** A function on flat states. */
export interface CheckedFunction {
  /** How errors name it. */
  readonly name: string;
  readonly call: DynamicsCall;
  /** The structure of its values; undefined if it is not yet known. */
  structure(): Structure | undefined;
}

/**
 * Converts the user's f or model to a function of flat states.
 *
 * @throws InvalidDynamicsError if it is neither, or if it is a model and the state is a record.
 */
export function checkedDynamics(func: TensorFunction, state: ValueKind): CheckedFunction {
  const name = isCallable(func) ? nameOf(func) : "The model";
  requireFunction("func", func, state);
  return checked(name, func, state.structure, resultReader(name, "derivative", state));
}

/** The same for another function of time and state. */
export function checkedFunction(
  { name, func, returns }: FunctionRequest,
  state: ValueKind,
): CheckedFunction {
  requireFunction(name, func, state);
  return checked(name, func, state.structure, resultReader(name, returns, state));
}

function checked(
  name: string,
  func: TensorFunction,
  structure: Structure,
  reader: ResultReader,
): CheckedFunction {
  const call: DynamicsCall = isModel(func)
    ? (_, y) => reader.read(func.apply(unflattenTree(structure, y) as Tensor | Array<Tensor>))
    : (t, y, time) => {
        const result = (func as TensorDynamics)(
          // The type is that of the default.
          (time ?? t) as number,
          unflattenTree(structure, y),
        );
        for (const leaf of y) if (leaf.isDisposed) throw disposedArgument(name, leaf);
        return reader.read(result);
      };
  return { name, call, structure: () => reader.structure };
}

function requireFunction(
  argument: string,
  func: unknown,
  { structure }: ValueKind,
): asserts func is TensorFunction {
  if (isCallable(func)) return;
  if (!isModel(func)) {
    throw new InvalidDynamicsError({
      argument,
      value: func,
      problem: "must be a function of (t, y), or a tfjs-layers model",
      remedy: argument === "func" ? "Write (t, y) => dy/dt." : "Write (t, y) => ….",
    });
  }
  if (structure.kind === "record") {
    throw new InvalidDynamicsError({
      argument,
      value: func,
      problem: "is a model, which takes one tensor or a list of them, but the state is a record",
      remedy: "Write (t, { q, p }) => …, and apply the model in it.",
    });
  }
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
