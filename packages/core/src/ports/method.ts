import type { PassStatistics } from "../steps/statistics.js";
import type { Step } from "../steps/step.js";
import type { State } from "../trees/state.js";
import type { Dynamics } from "./dynamics.js";
import type { GradientSink } from "./gradient-sink.js";
import type { Interpolation } from "./interpolation.js";
import type { MaybeReading } from "./reading.js";
import type { StepAttempt, StepRequest } from "./step-attempt.js";
import type { StepLoad } from "./step-load.js";
import type { StepOperations } from "./step-operations.js";
import type { StepProblem } from "./step-problem.js";
import type { TimeSink } from "./time-sink.js";

/**
 * A one-step method, possibly with memory: it attempts steps, and reverses them. Everything else (step sizes, outputs,
 * checkpoints, tapes) is written once for all methods.
 *
 * A method that reads no scalars returns its results directly. One that does, such as an implicit method that reads the
 * norm of its residual, returns a {@link Reading}, and has no scope open when it yields. The same request must give
 * bitwise the same result: the backward pass replays accepted steps.
 */
export interface Method {
  readonly name: string;
  /** Order of the solution, used in the exponent of step-size control. */
  readonly order: number;
  /** Whether it can estimate the error of a step. If not, every step is accepted. */
  readonly estimatesError: boolean;
  /** Number of evaluations of f that the result of a step depends on: the number of VJPs needed to reverse a step. */
  readonly activeStages: number;
  /**
   * Number of states, of y's shapes, that a step passes to the next one besides y: a compensation term, an earlier
   * solution. They are stored with y in checkpoints, and cotangents are propagated through them. Default 0. A slope
   * that can be recomputed, such as k_1 of an FSAL method, is not memory: see `endSlope`.
   */
  readonly memory?: number | undefined;
  /**
   * Number of states in the `stages` of an attempt that keeps them, from which `reverse` needs no evaluation of f but
   * those that it records. Omitted by methods that cannot keep their stages; 0 if there is nothing to recompute.
   */
  readonly keptStages?: number | undefined;
  /**
   * The memory of the first step: as many values as `memory` states, which the caller releases. Recorded and
   * differentiated like a step. Required if there is memory.
   */
  begin?<V, A>(
    problem: StepProblem<A>,
    operations: StepOperations<V, A>,
    t: number,
    y: V,
  ): MaybeReading<ReadonlyArray<V>, A>;
  /** Has the dynamics allocate what its steps need, before the first one. Omitted where that is nothing. */
  reserve?<A>(dynamics: Dynamics<A>): void;
  /**
   * Attempts a step, in scopes of its own; the caller releases the result.
   *
   * A failed attempt, for example an iteration that did not converge, returns the `errorRatio` Infinity.
   *
   * If the method is reversed on a tape, gradients for times assume that the length of the step enters through the scales of
   * linear combinations, to which it is proportional, and through the times of evaluations.
   */
  attempt<V, A>(
    problem: StepProblem<A>,
    operations: StepOperations<V, A>,
    request: StepRequest<V>,
  ): MaybeReading<StepAttempt<V, A>, A>;
  /**
   * Pulls the sink's λ, the cotangent of the state after a step, back through that step, and adds to its gradient of θ.
   * Called only if λ ≠ 0 or there is a load. Methods without it are reversed with a tape over one step.
   *
   * The gradient is bitwise the same with and without `stages`.
   *
   * @param start The state before the step: the leaves of y, then those of the memory; borrowed.
   * @param stages The stages that `attempt` returned for this step, if they were kept; borrowed.
   * @param load Cotangents of what lies within the step; λ may then be undefined.
   */
  reverse?<A>(
    context: StepReversal<A>,
    step: Step,
    start: State<A>,
    stages?: ReadonlyArray<State<A>> | undefined,
    load?: StepLoad<A> | undefined,
  ): MaybeReading<void, A>;
  /**
   * Dense output: the state within a step as a combination of slopes that an attempt keeps (`keepsSlopes`). Methods
   * without it land on every output.
   */
  readonly interpolation?: Interpolation | undefined;
}

/** Context for reversing a step. */
export interface StepReversal<A> {
  readonly problem: StepProblem<A>;
  /** Indices of the parameters whose cotangents are requested. */
  readonly wrt: ReadonlyArray<number>;
  /** Counters of evaluations. */
  readonly pass: PassStatistics;
  /** Accumulates λ and ∂L/∂θ. */
  readonly sink: GradientSink<A>;
  /** Receives how the loss changes with the ends of the step, if that is requested. */
  readonly timeSink?: TimeSink<A> | undefined;
}
