import type { PassStatistics } from "../steps/statistics.js";
import type { Step, StepSpan } from "../steps/step.js";
import type { State } from "../trees/state.js";
import type { GradientSink } from "./gradient-sink.js";
import type { Problem } from "./problem.js";
import type { MaybeReading } from "./reading.js";
import type { StepOperations } from "./step-operations.js";

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
    problem: Problem<A>,
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
    problem: Problem<A>,
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
    problem: Problem<A>,
    operations: StepOperations<V, A>,
    request: StepRequest<V>,
    theta: number,
  ): MaybeReading<V, A>;
}

/** A step to take: from where, how far, and what is wanted besides its result. */
export interface StepRequest<V> extends StepSpan {
  /** The time at which f is evaluated at the start; see {@link Step}. */
  readonly firstStageTime: number;
  readonly y: V;
  /** What the step before handed over besides y, or `begin` made. */
  readonly memory: ReadonlyArray<V>;
  /** f(firstStageTime, y), if it is known. */
  readonly startSlope: V | undefined;
  /** Whether the error is to be estimated. */
  readonly estimatesError: boolean;
  /** Whether f at the end of the step is wanted, where it comes with the step. */
  readonly handsOver: boolean;
}

/** What an attempted step came to. Every value is the receiver's, and no two share memory. */
export interface StepAttempt<V, A> {
  /** f at the start: the one that was given, or the one that was evaluated. A rejected step keeps it. */
  readonly startSlope: V | undefined;
  /** y at the end. */
  readonly next: V;
  /** The memory for the next step; empty for methods without. */
  readonly memory: ReadonlyArray<V>;
  /** f just before the end of the step, if it was asked for and came with the step. */
  readonly endSlope: V | undefined;
  /** The norm of the error over its tolerance, still on the engine; undefined if no estimate was wanted. */
  readonly errorRatio: A | number | undefined;
  /** Where a rejection rolls the tape back to: after f at the start, which is kept. */
  readonly mark: number;
}

/** What a step is reversed with. */
export interface StepReversal<A> {
  readonly problem: Problem<A>;
  /** Indices of the parameters whose cotangents are wanted. */
  readonly wrt: ReadonlyArray<number>;
  /** Where evaluations are counted. */
  readonly pass: PassStatistics;
  /** Holds λ and ∂L/∂θ. */
  readonly sink: GradientSink<A>;
}

/** The memory of a method that has none. */
export const NO_MEMORY: ReadonlyArray<never> = Object.freeze([]);
