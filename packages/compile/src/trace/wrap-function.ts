import type { TensorDynamics, TensorFunction, TensorModel } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isPlainObject } from "../imports/core.js";
import { isTensor } from "../tensors.js";

/** What is to be noted of a call. */
export interface CallNotes {
  /** The time, if it is a tensor. */
  readonly time: ((tensor: Tensor) => void) | undefined;
  /** The tensors that were returned. */
  results(tensors: ReadonlyArray<Tensor>): void;
}

/** The function, with its time and its results noted. A model is applied to the state only, and returns what it computes. */
export function wrapFunction<F>(func: F, notes: CallNotes): F {
  if (typeof func !== "function") return func;
  const call = func as unknown as TensorDynamics;
  const wrapped: TensorDynamics = (t, y) => {
    notes.time?.(t as unknown as Tensor);
    const result = call(t, y);
    notes.results([...tensorsIn(result)]);
    return result;
  };
  Object.defineProperty(wrapped, "name", { value: call.name });
  return wrapped as F;
}

/** Whether a value looks like a layers model. */
export function isModel(func: TensorFunction): func is TensorModel {
  return typeof func === "object" && func !== null && "trainableWeights" in func;
}

/** Nesting beyond this is not a result. */
const DEEPEST = 64;

function* tensorsIn(value: unknown, depth = 0): Iterable<Tensor> {
  if (depth > DEEPEST) return;
  if (isTensor(value)) yield value;
  else if (Array.isArray(value) || isPlainObject(value))
    for (const item of Object.values(value)) yield* tensorsIn(item, depth + 1);
}
