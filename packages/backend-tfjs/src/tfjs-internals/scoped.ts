import { engine, type Tensor } from "@tensorflow/tfjs-core";
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
export function isScopeOpen(): boolean {
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
