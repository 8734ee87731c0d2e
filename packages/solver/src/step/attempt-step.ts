import type { Problem, State } from "@symplectic-adjoint/core";
import { type StepSpan, takeStages } from "./stages.js";
import type { StepOperations } from "./step-operations.js";

/** A step that was tried and waits for its verdict. */
export interface AttemptedStep<V, A> {
  readonly k1: V;
  readonly next: V;
  /** The last stage, where the next step may take it over. */
  readonly lastStage: V | undefined;
  /** The error over the tolerance, still on the engine; undefined without an error estimate. */
  readonly errorRatio: A | number | undefined;
  /** Where a rejection rolls back to: after k_1, which is kept. */
  readonly mark: number;
}

/**
 * Tries one step in a scope of its own. Survivors: k_1, y⁺, the last stage if it can be reused, and the error ratio,
 * all of which are the caller's to release.
 */
export function attemptStep<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  span: StepSpan,
  y: V,
  known: V | undefined,
  firstStageTime: number,
): AttemptedStep<V, A> {
  const { backend, tableau, controller } = problem;
  const estimates = controller.adaptive && tableau.error !== undefined;
  if (operations.attempt !== undefined && problem.norm === undefined) {
    const tolerances = estimates ? problem.tolerances : undefined;
    const { t, h, end } = span;
    const trial = { t, h, end, firstStageTime, y, k1: known, tolerances };
    const { k1, next, lastStage, errorRatio } = operations.attempt(tableau, trial);
    return { k1, next, lastStage, errorRatio, mark: 0 };
  }
  backend.openScope();
  const survivors: Array<State<A>> = [];
  try {
    const k1 = known ?? operations.evaluate(firstStageTime, y);
    if (known === undefined) survivors.push(operations.stateOf(k1));
    const mark = operations.mark();
    const { k, next } = takeStages(operations, tableau, span, y, k1, estimates);
    survivors.push(operations.stateOf(next));
    const lastStage = estimates && tableau.fsal ? k[tableau.stages - 1] : undefined;
    if (lastStage !== undefined) survivors.push(operations.stateOf(lastStage));
    let errorRatio: A | number | undefined;
    if (estimates) {
      errorRatio = measureError(problem, span.h, operations, y, next, k);
      if (typeof errorRatio !== "number") survivors.push([errorRatio]);
    }
    return { k1, next, lastStage, errorRatio, mark };
  } catch (error) {
    survivors.length = 0;
    throw error;
  } finally {
    backend.closeScope(survivors);
  }
}

/** Frees what a step came to that is not taken; its k_1 and its error ratio have owners of their own. */
export function releaseAttempt<V, A>(
  { backend }: Pick<Problem<A>, "backend">,
  operations: StepOperations<V, A>,
  { next, lastStage }: AttemptedStep<V, A>,
): void {
  backend.release(operations.stateOf(next));
  if (lastStage !== undefined) backend.release(operations.stateOf(lastStage));
}

/** ‖h Σ_i (b_i − b̂_i) k_i / (atol + rtol max(|y|, |y⁺|))‖, outside of whatever records the step. */
function measureError<V, A>(
  problem: Problem<A>,
  h: number,
  operations: StepOperations<V, A>,
  y: V,
  next: V,
  k: ReadonlyArray<V>,
): A | number {
  const { backend, tableau, tolerances, norm } = problem;
  const weights = tableau.error as ReadonlyArray<number>;
  const error = backend.linearCombination(undefined, h, weights, operations.statesOf(k));
  const from = operations.stateOf(y);
  const to = operations.stateOf(next);
  if (norm === undefined) return backend.errorNorm(error, from, to, tolerances);
  return norm(backend.scaledError(error, from, to, tolerances));
}
