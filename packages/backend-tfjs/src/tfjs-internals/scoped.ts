import { engine, type Tensor, type TensorContainer } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import { beginDirectCalls, endScope, restoreDirectCalls } from "./lean-engine.js";

/**
 * Runs `body` in a scope of its own: the tensors it makes are freed, except those it returns, which go to the enclosing
 * scope. `tf.tidy` does the same, but does not tell the scope's number, by which `adopt` knows what was made in it.
 */
export function scoped(body: (scope: number) => Array<Tensor>): Array<Tensor> {
  engine().startScope();
  let survivors: Array<Tensor> = [];
  try {
    survivors = body(engineState().activeScope?.id ?? Number.NaN);
  } finally {
    endScope(survivors);
  }
  return survivors;
}

/** Ends a scope that was opened by `engine().startScope()`. What survives goes to the enclosing one. */
export function closeScope(survivors: Array<Tensor>): void {
  const before = beginDirectCalls();
  try {
    endScope(survivors);
  } finally {
    restoreDirectCalls(before);
  }
}

/** Whether a scope is open. */
function isScopeOpen(): boolean {
  return engineState().activeScope != null;
}

/**
 * Takes tensors out of the scope that is open: they live until they are disposed of.
 *
 * @param isWanted Which ones.
 */
export function keepOfScope(isWanted: (tensor: Tensor) => boolean): Array<Tensor> {
  const kept = (engineState().activeScope?.track ?? []).filter(
    (tensor) => !tensor.kept && isWanted(tensor),
  );
  for (const tensor of kept) tensor.kept = true;
  return kept;
}

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
