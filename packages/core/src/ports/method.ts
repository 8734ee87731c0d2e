import type { PassStatistics } from "../steps/statistics.js";
import type { Step } from "../steps/step.js";
import type { State } from "../trees/state.js";
import type { GradientSink } from "./gradient-sink.js";
import type { MaybeReading } from "./reading.js";
import type { StepAttempt, StepRequest } from "./step-attempt.js";
import type { StepOperations } from "./step-operations.js";
import type { StepProblem } from "./step-problem.js";

/**
 * A one-step method, possibly with memory: it attempts steps, and reverses them. Everything else (step sizes, outputs,
 * checkpoints, tapes) is written once for all methods.
 *
 * A method that needs no numbers answers at once. One that must know some, as an implicit method the norm of its residual,
 * answers with a {@link Reading}, and has no scope open when it yields. The same request must come to the same bits: the
 * backward pass takes accepted steps again.
 */
export interface Method {
  readonly name: string;
  /** Order of the solution; it drives the exponents of step-size control. */
  readonly order: number;
  /** Whether it can estimate the error of a step. If not, every step is accepted. */
  readonly estimatesError: boolean;
  /** Number of evaluations of f that the result of a step depends on: what reversing a step costs in VJPs. */
  readonly activeStages: number;
  /**
   * How many states, of y's shapes, a step hands to the next one besides y: a compensation, another solution. They are
   * stored with y in checkpoints, and cotangents flow back through them. Default 0. A slope that can be evaluated again, as
   * k_1 of an FSAL method, is no memory: see `endSlope`.
   */
  readonly memory?: number | undefined;
  /**
   * The memory that the first step starts with: as many values as `memory` says, the caller's to release. Taped and
   * differentiated like a step. Required where there is memory.
   */
  begin?<V, A>(
    problem: StepProblem<A>,
    operations: StepOperations<V, A>,
    t: number,
    y: V,
  ): MaybeReading<ReadonlyArray<V>, A>;
  /**
   * Takes a step, in scopes of its own: what it answers with is the caller's to release.
   *
   * An attempt that failed, such as an iteration that did not converge, has an `errorRatio` of Infinity.
   */
  attempt<V, A>(
    problem: StepProblem<A>,
    operations: StepOperations<V, A>,
    request: StepRequest<V>,
  ): MaybeReading<StepAttempt<V, A>, A>;
  /**
   * Pulls the sink's λ, the cotangent of the state after a step, back through that step, and adds to its θ. Whoever calls
   * it has λ ≠ 0. A method without it is reversed by a tape over one step.
   *
   * @param start The state before the step: the leaves of y, then those of the memory. It stays the caller's.
   */
  reverse?<A>(context: StepReversal<A>, step: Step, start: State<A>): MaybeReading<void, A>;
  /**
   * The state within an accepted step, at t + θh, taken again from the start of the step; the caller's to release. With
   * θ = 1 it is the step's result. Methods without dense output have none.
   */
  interpolate?<V, A>(
    problem: StepProblem<A>,
    operations: StepOperations<V, A>,
    request: StepRequest<V>,
    theta: number,
  ): MaybeReading<V, A>;
}

/** What a step is reversed with. */
export interface StepReversal<A> {
  readonly problem: StepProblem<A>;
  /** Indices of the parameters whose cotangents are wanted. */
  readonly wrt: ReadonlyArray<number>;
  /** Where evaluations are counted. */
  readonly pass: PassStatistics;
  /** Holds λ and ∂L/∂θ. */
  readonly sink: GradientSink<A>;
}
