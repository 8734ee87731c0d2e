import {
  type Backend,
  isReading,
  type MaybeReading,
  type Problem,
  type State,
  type Statistics,
  type Step,
  SynchronousReadError,
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
}

/** A backend that measures. */
export type MeasuringBackend<A> = Backend<A> & Required<Pick<Backend<A>, "measure">>;

/** A measurement of the first step. */
export interface Probe<A> extends SizeRequest<A> {
  readonly backend: MeasuringBackend<A>;
  readonly step: Step;
  readonly start: StepStart<State<A>>;
}

/**
 * The result of an operation while memory is measured, which cannot wait.
 *
 * @throws SynchronousReadError if it has to.
 */
export function resultNow<T, A>({ backend, method }: Problem<A>, answer: MaybeReading<T, A>): T {
  if (!isReading(answer)) return answer;
  try {
    return runSync(answer, backend);
  } catch (error) {
    if (!(error instanceof SynchronousReadError)) throw error;
    throw new SynchronousReadError({
      argument: "memoryBudget",
      problem: `needs to measure a step of ${method.name}, which reads values that ${backend.name} can only read asynchronously`,
      remedy: "Leave out memoryBudget, or use an explicit Runge-Kutta method.",
      cause: error,
    });
  }
}
