import type { StepSpan } from "../steps/step.js";
import type { State } from "../trees/state.js";
import type { Method } from "./method.js";
import type { MaybeReading } from "./reading.js";
import type { StepProblem } from "./step-problem.js";
import type { StepSizeController } from "./step-size-controller.js";

/** The result of one step attempt. */
export interface StepEvent {
  readonly t: number;
  /** Signed length. */
  readonly h: number;
  readonly accepted: boolean;
  /** 0 for methods without an error estimate. */
  readonly errorRatio: number;
}

/** Observes the accepted steps of a problem, and can end its integration. */
export interface ProblemObserver<A> {
  /**
   * Called after each accepted step, from the state `before` to `after`; both are borrowed. "event" ends the
   * integration at the end of this step, whose state becomes the last output.
   */
  accepted(span: StepSpan, before: State<A>, after: State<A>): MaybeReading<"event" | undefined, A>;
}

/** The part of `AbortSignal` that the loop uses. */
export interface AbortFlag {
  readonly aborted: boolean;
}

/** A validated initial value problem with everything that determines its discretisation. */
export interface Problem<A> extends StepProblem<A> {
  readonly y0: State<A>;
  /** Output times, strictly monotone, at least one; the first is the time of y0. */
  readonly times: ReadonlyArray<number>;
  readonly method: Method;
  readonly controller: StepSizeController;
  /** Times the grid must contain. */
  readonly stepT: ReadonlyArray<number>;
  /** Times of discontinuities of f: steps end there, and k_1 is re-evaluated just after them. */
  readonly jumpT: ReadonlyArray<number>;
  /** Maximum number of step attempts, accepted or not. */
  readonly maxNumSteps: number;
  /**
   * Whether to attempt the next step while the error of the last one is being read back, if the controller can predict
   * its length. Default false.
   */
  readonly speculates?: boolean | undefined;
  /** Called after each step attempt. */
  readonly onStep?: ((event: StepEvent) => void) | undefined;
  readonly signal?: AbortFlag | undefined;
  readonly observer?: ProblemObserver<A> | undefined;
}
