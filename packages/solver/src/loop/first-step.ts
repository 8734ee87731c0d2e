import {
  type FirstStepRule,
  type PassStatistics,
  type Problem,
  type Reading,
  type State,
  type StepOperations,
  stageTime,
} from "@symplectic-adjoint/core";
import { holdsFinite } from "../reading/holds-finite.js";
import { readScalar, readScalars, scalarStates } from "../reading/read-scalar.js";
import { shortestStep } from "./position.js";

/** The length of the first step, and f at the start, evaluated in the process. */
export interface FirstStep<V> {
  readonly step: number;
  readonly slope: V;
}

/**
 * Finds the first step with the controller's rule, with two evaluations of f (Hairer, Nørsett & Wanner I, II.4), the
 * first of which is k_1 of the first step. The step is NaN if y0 or f(t0, y0) is not finite.
 *
 * The second evaluation always lies inside the span; the trial step and the first step are at least the spacing of
 * doubles at t0.
 */
export function* findFirstStep<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  pass: PassStatistics,
  rule: FirstStepRule,
  y: V,
  firstStageTime: number,
  direction: 1 | -1,
): Reading<FirstStep<V>, A> {
  const { backend, times, method } = problem;
  const t0 = times[0] as number;
  const last = times[times.length - 1] as number;
  const span = Math.abs(last - t0);
  const shortest = shortestStep(t0, direction);
  const y0 = operations.stateOf(y);
  const held: Array<State<A>> = [];
  let found = false;
  try {
    const slope = scoped(problem, held, () => {
      const value = operations.evaluate(firstStageTime, y);
      held.push(operations.stateOf(value));
      return value;
    });
    const f0 = operations.stateOf(slope);
    const norms = [y0, f0].map((value) => scaledNorm(problem, held, value, y0));
    const [size, speed] = (yield* readScalars(problem, norms, pass)) as [number, number];
    const finite =
      Number.isFinite(size + speed) || (yield* holdsFinite(backend, [...y0, ...f0], pass));
    if (!finite || Number.isNaN(size + speed)) {
      found = true;
      return { step: Number.NaN, slope };
    }

    const trial = Math.min(span, Math.max(shortest, rule.trial(size, speed, span)));
    const h = direction * trial;
    const at = trial < span ? t0 + h : stageTime(t0, h, last, 1);
    const change = scoped(problem, held, () => {
      pass.evaluations++;
      const f1 = problem.dynamics.evaluate(at, backend.linearCombination(y0, h, [1], [f0]));
      const difference = backend.linearCombination(f1, -1, [1], [f0]);
      return scaledNorm(problem, held, difference, y0);
    });
    const bend = (yield* readScalar(problem, change, pass)) / trial;
    const step = rule.choose(trial, speed, bend, method.order, span);
    found = true;
    return { step: Math.max(shortest, step), slope };
  } finally {
    // On failure or cancellation, release the slope.
    if (!found) for (const state of held) backend.release(state);
  }
}

/** Runs `body` in a scope; states added to `held` survive. */
function scoped<T, A>({ backend }: Problem<A>, held: Array<State<A>>, body: () => T): T {
  const before = held.length;
  backend.openScope();
  try {
    return body();
  } finally {
    backend.closeScope(held.slice(before));
  }
}

function scaledNorm<A>(
  problem: Problem<A>,
  held: Array<State<A>>,
  value: State<A>,
  y0: State<A>,
): A | number {
  const { backend, tolerances, norm } = problem;
  return scoped(problem, held, () => {
    const scalar =
      norm === undefined
        ? backend.errorNorm(value, y0, y0, tolerances)
        : norm(backend.scaledError(value, y0, y0, tolerances));
    held.push(...scalarStates(scalar));
    return scalar;
  });
}
