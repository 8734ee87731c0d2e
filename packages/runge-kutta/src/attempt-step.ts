import {
  type ButcherTableau,
  NO_MEMORY,
  type State,
  type StepAttempt,
  type StepOperations,
  type StepProblem,
  type StepRequest,
} from "@symplectic-adjoint/core";
import { takeStages } from "./take-stages.js";

/**
 * Takes one step in a scope of its own, or in one call where the backend offers it. Survivors: k_1 if it was evaluated, y⁺,
 * the last stage if it is handed over, and the error ratio, all of which are the caller's to release.
 */
export function attemptStep<V, A>(
  tableau: ButcherTableau,
  problem: StepProblem<A>,
  operations: StepOperations<V, A>,
  request: StepRequest<V>,
): StepAttempt<V, A> {
  const { backend, norm } = problem;
  const { y, startSlope: known, firstStageTime, estimatesError, handsOver } = request;
  // Fused steps estimate the error by the default norm, and hand over the last stage only with an estimate.
  if (operations.attempt !== undefined && (estimatesError ? norm === undefined : !handsOver))
    return operations.attempt(tableau, request, estimatesError ? problem.tolerances : undefined);
  backend.openScope();
  const survivors: Array<State<A>> = [];
  try {
    const startSlope = known ?? operations.evaluate(firstStageTime, y);
    if (known === undefined) survivors.push(operations.stateOf(startSlope));
    const mark = operations.mark();
    const everyStage = estimatesError || handsOver;
    const { k, next } = takeStages(operations, tableau, request, y, startSlope, everyStage);
    survivors.push(operations.stateOf(next));
    const endSlope = handsOver && tableau.fsal ? k[tableau.stages - 1] : undefined;
    if (endSlope !== undefined) survivors.push(operations.stateOf(endSlope));
    let errorRatio: A | number | undefined;
    if (estimatesError) {
      errorRatio = measureError(tableau, problem, request.h, operations, y, next, k);
      if (typeof errorRatio !== "number") survivors.push([errorRatio]);
    }
    return { startSlope, next, memory: NO_MEMORY, endSlope, errorRatio, mark };
  } catch (error) {
    survivors.length = 0;
    throw error;
  } finally {
    backend.closeScope(survivors);
  }
}

/** ‖h Σ_i (b_i − b̂_i) k_i / (atol + rtol max(|y|, |y⁺|))‖, outside of whatever records the step. */
function measureError<V, A>(
  tableau: ButcherTableau,
  problem: StepProblem<A>,
  h: number,
  operations: StepOperations<V, A>,
  y: V,
  next: V,
  k: ReadonlyArray<V>,
): A | number {
  const { backend, tolerances, norm } = problem;
  const weights = tableau.error as ReadonlyArray<number>;
  const error = backend.linearCombination(undefined, h, weights, operations.statesOf(k));
  const from = operations.stateOf(y);
  const to = operations.stateOf(next);
  if (norm === undefined) return backend.errorNorm(error, from, to, tolerances);
  return norm(backend.scaledError(error, from, to, tolerances));
}
