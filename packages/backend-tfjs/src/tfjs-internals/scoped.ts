import { engine, type Tensor, type TensorContainer } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import { beginDirectCalls, endScope, restoreDirectCalls } from "./lean-engine.js";

/**
 * Runs `body` in a new scope: its tensors are freed, except the returned ones, which move to the enclosing scope.
 * `tf.tidy` does the same, but does not expose the scope id that `ownedHandles` needs.
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

/** Ends a scope opened with `engine().startScope()`. Survivors move to the enclosing one. */
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
 * Removes tensors from the open scope: they live until they are disposed of.
 *
 * @param isWanted Selects the tensors.
 */
export function keepOfScope(isWanted: (tensor: Tensor) => boolean): Array<Tensor> {
  const kept = (engineState().activeScope?.track ?? []).filter(
    (tensor) => !tensor.kept && isWanted(tensor),
  );
  for (const tensor of kept) tensor.kept = true;
  return kept;
}

/** Operations have at most four parameters; rest parameters would allocate per call. */
type Operation = (a: unknown, b: unknown, c: unknown, d: unknown) => unknown;

/**
 * Wraps an operation of a backend: it calls kernels directly if the lean engine is available, and opens a scope if none
 * is open, so that nothing leaks if a later kernel fails.
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
