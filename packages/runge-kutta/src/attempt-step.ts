import {
  type ButcherTableau,
  type Method,
  NO_MEMORY,
  type State,
  type StepAttempt,
  type StepOperations,
  type StepProblem,
  type StepRequest,
  type StepSpan,
  stageTime,
} from "@symplectic-adjoint/core";

/**
 * Attempts steps with a tableau, each in its own scope, or in one call if the backend provides fused steps. Survivors: k_1
 * if it was evaluated, y⁺, the last stage if it is passed on, the error ratio, and the stages if they are kept; the caller
 * must release all of them.
 */
export function attemptStep(tableau: ButcherTableau): Method["attempt"] {
  return (problem, operations, request) => attempt(tableau, problem, operations, request);
}

function attempt<V, A>(
  tableau: ButcherTableau,
  problem: StepProblem<A>,
  operations: StepOperations<V, A>,
  request: StepRequest<V>,
): StepAttempt<V, A> {
  const { backend, norm } = problem;
  const { y, startSlope: known, firstStageTime, estimatesError } = request;
  const handsOver = request.handsOver !== "no";
  const stages: Array<V> | undefined = request.keepsStages === true ? [] : undefined;
  // Fused steps estimate the error with the default norm, and return the last stage only with an estimate.
  if (operations.attempt !== undefined && (estimatesError ? norm === undefined : !handsOver))
    return operations.attempt(tableau, request, estimatesError ? problem.tolerances : undefined);
  backend.openScope();
  const survivors: Array<State<A>> = [];
  try {
    const startSlope = known ?? operations.evaluate(firstStageTime, y);
    if (known === undefined) survivors.push(operations.stateOf(startSlope));
    const mark = operations.mark();
    const everyStage = estimatesError || handsOver;
    const { k, next } = takeStages(operations, tableau, request, y, startSlope, everyStage, stages);
    survivors.push(operations.stateOf(next));
    const endSlope = handsOver && tableau.fsal ? k[tableau.stages - 1] : undefined;
    if (endSlope !== undefined) survivors.push(operations.stateOf(endSlope));
    let errorRatio: A | number | undefined;
    if (estimatesError) {
      errorRatio = measureError(tableau, problem, request.h, operations, y, next, k);
      if (typeof errorRatio !== "number") survivors.push([errorRatio]);
    }
    const result = { startSlope, next, memory: NO_MEMORY, endSlope, errorRatio, mark };
    if (stages === undefined) return result;
    survivors.push(...operations.statesOf(stages));
    return { ...result, stages };
  } catch (error) {
    survivors.length = 0;
    throw error;
  } finally {
    backend.closeScope(survivors);
  }
}

/** The stages of one step and its result. */
export interface Stages<V> {
  /** k_1 … k_s; inactive stages are skipped (undefined) if `everyStage` is false. */
  readonly k: ReadonlyArray<V>;
  readonly next: V;
}

/**
 * One explicit Runge-Kutta step from y with k_1 given:
 *
 *     X_i = y + h Σ_{j<i} a_ij k_j,   k_i = f(t + c_i h, X_i),   y⁺ = y + h Σ_i b_i k_i
 *
 * With `everyStage` all s stages are evaluated, as required by an error estimate or for k_1 of the next step; otherwise
 * only those that y⁺ depends on.
 *
 * @param kept Receives the states X_i of the active stages after the first, if they are to be kept.
 */
export function takeStages<V, A>(
  operations: StepOperations<V, A>,
  tableau: ButcherTableau,
  span: StepSpan,
  y: V,
  k1: V,
  everyStage: boolean,
  kept?: Array<V> | undefined,
): Stages<V> {
  const { a, b, c, stages, fsal, activeStages } = tableau;
  const { t, h, end } = span;
  const first = activeStages[0] as number;
  const k: Array<V> = [k1];
  let last = y;
  for (let i = 1; i < stages; i++) {
    const isResult = fsal && i === stages - 1;
    if (!everyStage && !isResult && !activeStages.includes(i)) continue;
    last = operations.linearCombination(y, h, a[i] as ReadonlyArray<number>, k);
    if (!everyStage && isResult) break;
    if (kept !== undefined && i > first && activeStages.includes(i)) kept.push(last);
    k[i] = operations.evaluate(stageTime(t, h, end, c[i] as number), last);
  }
  // FSAL: the last stage's state is y⁺.
  const next = fsal ? last : operations.linearCombination(y, h, b, k);
  return { k, next };
}

/** ‖h Σ_i (b_i − b̂_i) k_i / (atol + rtol max(|y|, |y⁺|))‖, not recorded. */
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
