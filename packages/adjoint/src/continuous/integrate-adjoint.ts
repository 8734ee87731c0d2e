import {
  type Backend,
  type Gradients,
  IntegrationError,
  type OutcomeKind,
  outcome,
  type Problem,
  type Reading,
  type State,
  type Statistics,
  type StepSizeController,
} from "@symplectic-adjoint/core";
import { integrate, interpolatesOutputs, plainOperations } from "@symplectic-adjoint/solver";
import { augmentedDynamics, splitAugmented } from "./augmented-dynamics.js";
import { augmentedNorm, type ContinuousAdjointOptions } from "./continuous-adjoint-options.js";
import { hasDiverged } from "./has-diverged.js";
import { initialTimeRate, outputTimeRate } from "./time-rates.js";

/** Input of the backward integration. */
export interface AdjointIntegration<A> {
  readonly problem: Problem<A>;
  readonly options: ContinuousAdjointOptions<A>;
  /** The states at the output times. */
  readonly outputs: ReadonlyArray<State<A>>;
  readonly cotangents: ReadonlyArray<State<A> | undefined>;
  readonly wrt: ReadonlyArray<number>;
  /** Whether the gradient for the output times is requested: one evaluation of f for each. */
  readonly wantsTimes: boolean;
  readonly statistics: Statistics;
}

/**
 * Integrates the adjoint equation from the last output to the first. At each output, the state is reset to the stored
 * one and the output's cotangent is added to λ.
 *
 * @throws IntegrationError if an interval cannot be integrated, or the resulting state differs from the stored one.
 */
export function* integrateAdjoint<A>(work: AdjointIntegration<A>): Reading<Gradients<A>, A> {
  const { problem, outputs, cotangents, wrt, wantsTimes } = work;
  const pass = work.statistics.backward;
  const { backend, dynamics, times, y0 } = problem;
  const parameters = wrt.map((i) => dynamics.parameters[i] as A);
  let lambda: State<A> = [];
  let theta: State<A> = [];
  const rates = new Array<A | number>(times.length).fill(0);
  let finished = false;
  try {
    lambda = backend.zerosLike(y0);
    theta = backend.zerosLike(parameters);
    for (let i = times.length - 1; i >= 0; i--) {
      const cotangent = cotangents[i];
      if (wantsTimes && i === 0 && times.length > 1)
        rates[0] = initialTimeRate(problem, pass, outputs[0] as State<A>, lambda);
      else if (wantsTimes && i > 0 && cotangent !== undefined)
        rates[i] = outputTimeRate(problem, pass, i, outputs[i] as State<A>, cotangent);
      if (cotangent !== undefined) {
        const sum = backend.linearCombination(lambda, 1, [1], [cotangent]);
        backend.release(lambda);
        lambda = sum;
      }
      if (i === 0) break;
      const start = [...(outputs[i] as State<A>), ...lambda, ...theta];
      const interval = [times[i] as number, times[i - 1] as number];
      const end = yield* integrateInterval(work, start, interval, outputs[i - 1] as State<A>);
      backend.release([...lambda, ...theta]);
      ({ lambda, theta } = end);
    }
    const gradients = copies(backend, lambda, theta);
    finished = true;
    return wantsTimes ? { ...gradients, times: rates } : gradients;
  } finally {
    backend.release([...lambda, ...theta]);
    if (!finished) backend.release(rates.filter((rate) => typeof rate !== "number") as State<A>);
  }
}

/** Copied into the open scope, because states returned by the loop are retained. */
function copies<A>(backend: Backend<A>, lambda: State<A>, theta: State<A>): Gradients<A> {
  const copy = (state: State<A>): State<A> =>
    state.length === 0 ? state : backend.linearCombination(undefined, 1, [1], [state]);
  let made: ReadonlyArray<State<A>> = [];
  backend.openScope();
  try {
    const gradients = { y0: copy(lambda), parameters: copy(theta) };
    made = [gradients.y0, gradients.parameters];
    return gradients;
  } finally {
    backend.closeScope(made);
  }
}

function* integrateInterval<A>(
  { problem, options, wrt, statistics }: AdjointIntegration<A>,
  start: State<A>,
  times: ReadonlyArray<number>,
  expected: State<A>,
): Reading<{ lambda: State<A>; theta: State<A> }, A> {
  const { backend, y0 } = problem;
  const pass = statistics.backward;
  const augmented: Problem<A> = {
    ...problem,
    dynamics: augmentedDynamics(problem, wrt, pass),
    y0: start,
    times,
    method: options.method ?? problem.method,
    controller: options.controller ?? onForwardGrid(problem),
    tolerances: {
      rtol: spread(options.rtol, problem.tolerances.rtol, wrt.length),
      atol: spread(options.atol, problem.tolerances.atol, wrt.length, options.norm === "seminorm"),
    },
    norm: augmentedNorm(options.norm, y0.length),
    maxNumSteps: options.maxNumSteps ?? problem.maxNumSteps,
    onStep: undefined,
  };
  const result = yield* integrate(augmented, plainOperations(augmented, pass), { pass });
  const [first, last] = result.outputs as [State<A>, State<A> | undefined];
  backend.release(first);
  if (last === undefined) throw ended(reasonOf(result.outcome.kind, options));

  const { y, lambda, theta } = splitAugmented(last, y0.length);
  let arrived = false;
  try {
    if (problem.readsScalars && (yield* hasDiverged(augmented, y, expected, pass)))
      throw ended("adjointDiverged");
    arrived = true;
    return { lambda, theta };
  } finally {
    backend.release(y);
    if (!arrived) backend.release([...lambda, ...theta]);
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
