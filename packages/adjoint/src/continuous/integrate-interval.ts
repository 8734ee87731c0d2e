import {
  IntegrationError,
  type OutcomeKind,
  outcome,
  type Problem,
  type Reading,
  type State,
  type StepSizeController,
} from "@symplectic-adjoint/core";
import { integrate, interpolatesOutputs, plainOperations } from "@symplectic-adjoint/solver";
import type { AdjointIntegration } from "./adjoint-integration.js";
import { type AugmentedState, augmentedDynamics, splitAugmented } from "./augmented-dynamics.js";
import { augmentedNorm, type ContinuousAdjointOptions } from "./continuous-adjoint-options.js";
import { hasDiverged } from "./has-diverged.js";

/**
 * Integrates the augmented state (y, λ, θ̄) over an interval, backward. The caller must release the result.
 *
 * @param expected The state y at the end of it, if it is known.
 * @throws IntegrationError if the interval cannot be integrated, or y differs from the expected state.
 */
export function* integrateInterval<A>(
  { problem, options, wrt, statistics }: AdjointIntegration<A>,
  start: State<A>,
  times: readonly [number, number],
  expected: State<A> | undefined,
): Reading<AugmentedState<A>, A> {
  const { backend, y0 } = problem;
  const pass = statistics.backward;
  const augmented: Problem<A> = {
    backend,
    jumpT: problem.jumpT,
    stepT: problem.stepT,
    readsScalars: problem.readsScalars,
    speculates: problem.speculates,
    signal: problem.signal,
    dynamics: augmentedDynamics(problem, wrt, pass),
    y0: start,
    times,
    method: options.method ?? problem.method,
    controller: options.controller ?? onForwardGrid(problem),
    tolerances: {
      rtol: spread(options.rtol, problem.tolerances.rtol, wrt.length),
      atol: spread(options.atol, problem.tolerances.atol, wrt.length, options.norm === "seminorm"),
    },
    norm: augmentedNorm(options.norm, y0.length, backend),
    maxNumSteps: options.maxNumSteps ?? problem.maxNumSteps,
  };
  const result = yield* integrate(augmented, plainOperations(augmented, pass), { pass });
  const [first, last] = result.outputs as [State<A>, State<A> | undefined];
  backend.release(first);
  if (last === undefined) throw ended(reasonOf(result.outcome.kind, options));

  const end = splitAugmented(last, y0.length);
  let arrived = false;
  try {
    const isKnown = expected !== undefined && problem.readsScalars;
    if (isKnown && (yield* hasDiverged(augmented, end.y, expected, pass)))
      throw ended("adjointDiverged");
    arrived = true;
    return end;
  } finally {
    if (!arrived) backend.release(last);
  }

  function ended(kind: OutcomeKind): IntegrationError {
    return new IntegrationError(outcome(kind, result.outcome.t, result.outcome.step), statistics);
  }
}

/** The outcome of an unfinished interval: divergence, unless it was stopped by an abort or the step limit. */
function reasonOf<A>(kind: OutcomeKind, { maxNumSteps }: ContinuousAdjointOptions<A>): OutcomeKind {
  if (kind === "aborted" || (kind === "tooManySteps" && maxNumSteps !== undefined)) return kind;
  return "adjointDiverged";
}

/** The controller of the forward pass with its grid fixed, for any part of it in either direction. */
function onForwardGrid<A>(problem: Problem<A>): StepSizeController {
  const { controller, times } = problem;
  const grid = controller.requiredTimes?.(times, undefined, interpolatesOutputs(problem));
  if (grid === undefined) return controller;
  return {
    name: controller.name,
    adaptive: controller.adaptive,
    firstStep: controller.firstStep,
    requiredTimes: () => grid,
    init: () => controller.init(),
    next: (state, attempt) => controller.next(state, attempt),
    ...(controller.predictNext !== undefined && {
      predictNext: (state, attempt) => controller.predictNext?.(state, attempt),
    }),
  };
}

/** Tolerances for (y, λ, θ̄): those of y twice, and the smallest for θ̄, or infinite if θ̄ is ignored. */
function spread(
  given: number | ReadonlyArray<number> | undefined,
  forward: ReadonlyArray<number>,
  parameters: number,
  ignoresTheta = false,
): ReadonlyArray<number> {
  const each = typeof given === "number" ? forward.map(() => given) : (given ?? forward);
  const theta = ignoresTheta ? Number.POSITIVE_INFINITY : each.reduce((a, b) => Math.min(a, b));
  return [...each, ...each, ...new Array<number>(parameters).fill(theta)];
}
