import type { MaybeReading, Problem, State, Step, StepReversal } from "@symplectic-adjoint/core";
import type { WithinSteps } from "../within/within-port.js";

/** Input of the reversal of steps. */
export interface ReverseContext<A> extends StepReversal<A> {
  readonly problem: Problem<A>;
  readonly steps: ReadonlyArray<Step>;
  /** Cotangents of the outputs, by index; undefined is zero. */
  readonly cotangents: ReadonlyArray<State<A> | undefined>;
  /** Whether steps that are replayed before they are reversed keep their stages. Default false. */
  readonly keepsStages?: boolean | undefined;
  /** What is to be pulled back besides outputs at the ends of steps; undefined if there is nothing else. */
  readonly within?: WithinSteps<A> | undefined;
}

/**
 * Pulls λ back through steps from … to − 1, given the state before the first of them (for methods with memory followed
 * by that memory), adding the cotangents of the outputs that these steps reach, and of what else the context has `within`
 * them.
 *
 * `stages` are those of step `from`, if its checkpoint contains them: see `StepAttempt`.
 */
export type ReverseSteps = <A>(
  context: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
  stages?: ReadonlyArray<State<A>> | undefined,
) => MaybeReading<void, A>;
