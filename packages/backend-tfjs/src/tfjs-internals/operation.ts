import { engine, type TensorContainer } from "@tensorflow/tfjs-core";
import { beginDirectCalls, endScope, restoreDirectCalls } from "./lean-engine.js";
import { isScopeOpen } from "./scoped.js";

/** Four parameters are the most that an operation has; a list of them would be made for every call. */
type Operation = (a: unknown, b: unknown, c: unknown, d: unknown) => unknown;

/**
 * An operation of a backend: it calls its kernels directly where it may, and opens a scope of its own where none is open, so
 * that nothing is left if one of its later kernels fails.
 */
export function operation<F extends (...args: never) => unknown>(body: F): F {
  const run = body as unknown as Operation;
  const safe: Operation = (a, b, c, d) => {
    const before = beginDirectCalls();
    try {
      return isScopeOpen() ? run(a, b, c, d) : inScope(run, a, b, c, d);
    } finally {
      restoreDirectCalls(before);
    }
  };
  return safe as unknown as F;
}

function inScope(run: Operation, a: unknown, b: unknown, c: unknown, d: unknown): unknown {
  let result: unknown;
  engine().startScope();
  try {
    result = run(a, b, c, d);
    return result;
  } finally {
    endScope(result as TensorContainer);
  }
}
