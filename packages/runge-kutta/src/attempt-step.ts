import {
  type ButcherTableau,
  type Method,
  NO_MEMORY,
  type State,
  type StepAttempt,
  type StepOperations,
  type StepProblem,
  type StepRequest,
  stageTime,
} from "@symplectic-adjoint/core";
import { type DenseStages, denseStages } from "./dense-stages.js";
import { takeExtraStages, takeSome } from "./take-stages.js";

/**
 * Attempts steps with a tableau, each in its own scope, or in one call if the backend provides fused steps. Survivors: k_1
 * if it was evaluated, y⁺, the last stage if it is passed on, the error ratio, and the stages and slopes if they are kept;
 * the caller must release all of them.
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
  const { backend } = problem;
  const { y, startSlope: known, firstStageTime, estimatesError, keepsSlopes } = request;
  const stages: Array<V> | undefined = request.keepsStages === true ? [] : undefined;
  if (operations.attempt !== undefined && isFused(tableau, problem, request))
    return attemptFused(tableau, problem, operations.attempt, request);
  backend.openScope();
  const survivors: Array<State<A>> = [];
  let retained: Array<State<A>> | undefined;
  try {
    const startSlope = known ?? operations.evaluate(firstStageTime, y);
    if (known === undefined) survivors.push(operations.stateOf(startSlope));
    const mark = operations.mark();
    const dense = keepsSlopes === true ? denseStages(tableau) : undefined;
    const isTaken = stagesToTake(tableau, request, dense);
    const taken = takeSome(operations, tableau, request, y, startSlope, isTaken, stages);
    const { k, next } = taken;
    survivors.push(operations.stateOf(next));
    if (dense) takeExtraStages(operations, dense, tableau.stages, request, y, taken);
    const endSlope = slopeAtEnd(tableau, operations, request, dense, k, next);
    if (endSlope !== undefined) survivors.push(operations.stateOf(endSlope));
    let errorRatio: A | number | undefined;
    if (estimatesError) {
      errorRatio = measureError(tableau, problem, request.h, operations, y, next, k);
      if (typeof errorRatio !== "number") survivors.push([errorRatio]);
    }
    if (stages !== undefined) survivors.push(...operations.statesOf(stages));
    const result = { startSlope, next, memory: NO_MEMORY, endSlope, errorRatio, mark };
    if (dense === undefined) return stages === undefined ? result : { ...result, stages };
    const slopes = dense.isSlope.map((isSlope, i) => {
      const slope = isSlope ? k[i] : undefined;
      if (slope === undefined) return undefined;
      if (slope !== startSlope && slope !== endSlope) {
        survivors.push(operations.stateOf(slope));
        return slope;
      }
      // The result has it twice, and its owner releases each by itself.
      const again = operations.retain(slope);
      retained ??= [];
      retained.push(operations.stateOf(again));
      return again;
    });
    return { ...result, ...(stages !== undefined && { stages }), slopes };
  } catch (error) {
    survivors.length = 0;
    for (const state of retained ?? []) backend.release(state);
    throw error;
  } finally {
    backend.closeScope(survivors);
  }
}

/**
 * Whether the backend's fused step computes what is requested. It estimates the error with the default norm, returns the
 * last stage only with an estimate, and keeps no slopes.
 */
function isFused<V, A>(
  tableau: ButcherTableau,
  { norm }: StepProblem<A>,
  { estimatesError, handsOver, keepsSlopes }: StepRequest<V>,
): boolean {
  if (keepsSlopes === true) return false;
  if (!estimatesError) return handsOver !== "always" || (norm === undefined && handsAll(tableau));
  return norm === undefined && (tableau.fsal || handsOver !== "always");
}

/** Whether an estimate of the error evaluates no stage that is not needed for the step and for the next one. */
function handsAll({ fsal, error, stages, activeStages }: ButcherTableau): boolean {
  const needed = activeStages.includes(stages - 1) ? activeStages.length : activeStages.length + 1;
  return fsal && error !== undefined && needed === stages;
}

/** In one call. The last stage comes with an estimate of the error, which replayed steps do not need. */
function attemptFused<V, A>(
  tableau: ButcherTableau,
  { backend, tolerances }: StepProblem<A>,
  fused: NonNullable<StepOperations<V, A>["attempt"]>,
  request: StepRequest<V>,
): StepAttempt<V, A> {
  const { estimatesError, handsOver } = request;
  const measures = estimatesError || handsOver === "always";
  const taken = fused(tableau, request, measures ? tolerances : undefined);
  const { errorRatio } = taken;
  if (estimatesError || errorRatio === undefined) return taken;
  if (typeof errorRatio !== "number") backend.release([errorRatio]);
  return { ...taken, errorRatio: undefined };
}

/** Which stages the request needs. */
function stagesToTake<V>(
  { activeStages, stages, fsal }: ButcherTableau,
  { estimatesError, handsOver }: StepRequest<V>,
  dense: DenseStages | undefined,
): (i: number) => boolean {
  if (estimatesError) return () => true;
  const last = fsal && handsOver === "always" ? stages - 1 : undefined;
  return (i) => activeStages.includes(i) || i === last || dense?.isNeeded[i] === true;
}

/** f just before the end of the step, if it is to be handed over. */
function slopeAtEnd<V, A>(
  { stages, fsal }: ButcherTableau,
  operations: StepOperations<V, A>,
  { handsOver, t, h, end }: StepRequest<V>,
  dense: DenseStages | undefined,
  k: ReadonlyArray<V>,
  next: V,
): V | undefined {
  if (handsOver === "no") return undefined;
  const index = fsal ? stages - 1 : dense?.end;
  const known = index === undefined ? undefined : k[index];
  if (known !== undefined || handsOver === "ifEvaluated") return known;
  return operations.evaluate(stageTime(t, h, end, 1), next);
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
