import type { State } from "@symplectic-adjoint/core";
import { plainOperations, releaseStart, scalarStates } from "@symplectic-adjoint/solver";
import { type Probe, resultOfMethod } from "./probe.js";
import { keepsSlopes } from "./within-probe.js";

/** Bytes of an attempt above its start. */
export interface AttemptSizes<A> {
  readonly peakBytes: number;
  /** Those of its result. */
  readonly remainingBytes: number;
  /** Whether the next step can reuse its last stage. */
  readonly handsOver: boolean;
  /** The stages, if they were to be kept; the caller must release them. */
  readonly stages: ReadonlyArray<State<A>>;
}

/** Measures an attempt of the step as the loop makes it. */
export function measureAttempt<A>(probe: Probe<A>, keepsStages: boolean): AttemptSizes<A> {
  const { problem, backend, step, start, statistics } = probe;
  const { method, controller } = problem;
  const operations = plainOperations(problem, statistics.forward);
  const estimatesError = controller.adaptive && method.estimatesError;
  const { value, peakBytes, remainingBytes } = backend.measure(() =>
    resultOfMethod(
      problem,
      method.attempt(problem, operations, {
        ...step,
        ...start,
        startSlope: undefined,
        estimatesError,
        handsOver: estimatesError ? "ifEvaluated" : "no",
        keepsStages,
        keepsSlopes: keepsSlopes(problem),
      }),
    ),
  );
  const { startSlope, next, memory, endSlope, errorRatio, stages = [] } = value;
  releaseStart(problem, operations, { y: next, memory });
  const slopes = [startSlope, endSlope, ...(value.slopes ?? [])].filter(
    (slope) => slope !== undefined,
  );
  const scalars = errorRatio === undefined ? [] : scalarStates(errorRatio);
  for (const state of [...slopes, ...scalars]) backend.release(state);
  return { peakBytes, remainingBytes, handsOver: endSlope !== undefined, stages };
}
