import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { share } from "./kernels.js";
import { repetitions } from "./lookup.js";

/**
 * Runs `body` in a scope of its own: the tensors it makes are freed, except those it returns, which go to the enclosing
 * scope. `tf.tidy` does the same, but does not tell the scope's number, by which {@link adopt} knows what is ours.
 */
export function scoped(body: (scope: number) => Array<Tensor>): Array<Tensor> {
  const { state } = engine();
  engine().startScope();
  let survivors: Array<Tensor> = [];
  try {
    survivors = body(state.activeScope.id);
  } finally {
    engine().endScope(survivors);
  }
  return survivors;
}

/**
 * Distinct handles, made in this scope, of tensors that somebody else's code returned. What was made elsewhere, is kept,
 * is a variable, or occurs twice gets a second handle of its buffer, so that freeing the result never frees theirs.
 */
export function adopt(tensors: ReadonlyArray<Tensor>, scope: number): Array<Tensor> {
  const repeated = repetitions(tensors);
  return tensors.map((tensor, i) => {
    const ours = !repeated(tensor, i) && tensor.scopeId === scope && !tensor.kept;
    return ours ? tensor : share(tensor);
  });
}
