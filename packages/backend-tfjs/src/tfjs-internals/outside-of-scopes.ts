import { engine, type TensorContainer } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";

/** Four parameters are the most that an operation has; a list of them would be made for every call. */
type Operation = (a: unknown, b: unknown, c: unknown, d: unknown) => unknown;

/**
 * An operation that opens a scope of its own where none is open, so that nothing is left if one of its later kernels
 * fails. Within a scope, which frees what was made, it is called directly.
 */
export function outsideOfScopes<F extends (...args: never) => unknown>(operation: F): F {
  const run = operation as unknown as Operation;
  const safe: Operation = (a, b, c, d) => {
    if (engineState().activeScope !== null) return run(a, b, c, d);
    let result: unknown;
    engine().startScope();
    try {
      result = run(a, b, c, d);
      return result;
    } finally {
      engine().endScope(result as TensorContainer);
    }
  };
  return safe as unknown as F;
}
