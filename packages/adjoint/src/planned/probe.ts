import {
  type Backend,
  InvalidArgumentError,
  isReading,
  type MaybeReading,
  type Problem,
  type State,
  type Statistics,
  type Step,
} from "@symplectic-adjoint/core";
import { runSync, type StepStart } from "@symplectic-adjoint/solver";
import type { ReverseSteps } from "../checkpointed/reverse-steps.js";

/** Scalars that the loop and the engine may hold at the same time, besides states. */
export const SCALARS = 64;

/** What is asked of the memory that a solve needs. */
export interface SizeRequest<A> {
  readonly problem: Problem<A>;
  readonly reverse: ReverseSteps;
  /** Counts the evaluations of f that measuring costs. */
  readonly statistics: Statistics;
  /** Whether there will be a backward pass. */
  readonly differentiates: boolean;
  /** Whether checkpoints may contain stages. */
  readonly keepsStages: boolean;
  /** If the schedule is given, so that its needs can be known exactly: whether several steps may be on one tape. */
  readonly given?: { readonly tapesSeveral: boolean } | undefined;
}

/** A backend that measures. */
export type MeasuringBackend<A> = Backend<A> & Required<Pick<Backend<A>, "measure">>;

/** A measurement of the first step. */
export interface Probe<A> extends SizeRequest<A> {
  readonly backend: MeasuringBackend<A>;
  readonly step: Step;
  readonly start: StepStart<State<A>>;
}

/** The result of an operation that requests no scalars if the method requests none. */
export function resultNow<T, A>({ backend }: Problem<A>, answer: MaybeReading<T, A>): T {
  return isReading(answer) ? runSync(answer, backend) : answer;
}

/**
 * The result of an operation of the method.
 *
 * @throws InvalidArgumentError if it reads scalars, because the number of its evaluations, and so the memory of a tape,
 * may then be different in each step.
 */
export function resultOfMethod<T, A>({ method }: Problem<A>, answer: MaybeReading<T, A>): T {
  if (!isReading(answer)) return answer;
  // Not started, so there is nothing to free.
  throw new InvalidArgumentError({
    argument: "memoryBudget",
    value: method.name,
    problem: "cannot be kept with this method, whose steps need as much memory as their iterations",
    remedy: "Leave out memoryBudget, or use an explicit Runge-Kutta method.",
  });
}
