import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";

/** A function of t, y, and tensors, as users write it. */
type FunctionOfArgs = (t: unknown, y: unknown, ...args: ReadonlyArray<Tensor>) => never;

/** The function of (t, y) that passes these further arguments on; it has the name of the function, for messages. */
export function bindArgs(func: TensorFunction, args: ReadonlyArray<Tensor> = []): TensorFunction {
  if (typeof func !== "function" || args.length === 0) return func;
  const call = func as unknown as FunctionOfArgs;
  const bound: TensorFunction = (t, y) => call(t, y, ...args);
  Object.defineProperty(bound, "name", { value: func.name });
  return bound;
}
