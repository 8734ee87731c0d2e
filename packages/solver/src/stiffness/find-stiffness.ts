import type { PassStatistics, Problem, Reading, State, Stiffness } from "@symplectic-adjoint/core";
import { dominantRate } from "./dominant-rate.js";
import { stabilityBound } from "./stability-bound.js";

/** The number of steps whose mean length is compared with what stability allows. */
const STEPS = 20;
/** Steps shorter than this part of it are held by accuracy. */
const HELD = 0.7;

/** Where an integration ended, and how long its steps were. */
export interface EndOfSteps<A> {
  readonly t: number;
  readonly y: State<A>;
  readonly count: number;
  lengthOf(n: number): number;
}

/**
 * Whether the last steps of an adaptive integration were held by the stability of the method, not by accuracy: |hλ|, with
 * their mean length and the fastest rate of f, is close to the end of the method's interval of stability (Hairer & Wanner,
 * Solving Ordinary Differential Equations II, section IV.2).
 *
 * For integrations that have reached the step limit: it costs some evaluations of f and reads, and nothing before.
 */
export function* findStiffness<A>(
  problem: Problem<A>,
  { t, y, count, lengthOf }: EndOfSteps<A>,
  pass: PassStatistics,
): Reading<Stiffness | undefined, A> {
  const { controller, method, readsScalars } = problem;
  if (!controller.adaptive || !method.estimatesError || !readsScalars || count < STEPS)
    return undefined;
  const bound = stabilityBound(method);
  if (bound === undefined) return undefined;
  let length = 0;
  for (let n = count - STEPS; n < count; n++) length += Math.abs(lengthOf(n)) / STEPS;
  const rate = yield* dominantRate(problem, t, y, pass);
  if (rate === undefined || !(length * rate > HELD * bound)) return undefined;
  return { step: length, product: length * rate, bound };
}
