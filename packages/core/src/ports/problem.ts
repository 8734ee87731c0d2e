import type { StepSpan } from "../steps/step.js";
import type { State } from "../trees/state.js";
import type { Method } from "./method.js";
import type { MaybeReading } from "./reading.js";
import type { StepProblem } from "./step-problem.js";
import type { StepSizeController } from "./step-size-controller.js";

/** What happened to one attempted step. */
export interface StepEvent {
  readonly t: number;
  /** Signed length. */
  readonly h: number;
  readonly accepted: boolean;
  /** 0 for methods without an error estimate. */
  readonly errorRatio: number;
}

/** Sees the accepted steps of a problem, and can end its integration. */
export interface ProblemObserver<A> {
  /**
   * Told of each accepted step, which leads from the state `before` to `after`; both are lent. "event" ends the
   * integration at the end of this step, whose state becomes the last output.
   */
  accepted(span: StepSpan, before: State<A>, after: State<A>): MaybeReading<"event" | undefined, A>;
}

/** As much of an `AbortSignal` as the loop looks at. */
export interface AbortFlag {
  readonly aborted: boolean;
}

/** An initial value problem together with everything that decides its discretisation. Validated before it is made. */
export interface Problem<A> extends StepProblem<A> {
  readonly y0: State<A>;
  /** Output times, strictly monotone, at least one; the first is where y0 holds. */
  readonly times: ReadonlyArray<number>;
  readonly method: Method;
  readonly controller: StepSizeController;
  /** Times the grid must contain. */
  readonly stepT: ReadonlyArray<number>;
  /** Times where f jumps: contained in the grid, and k_1 is evaluated anew just after them. */
  readonly jumpT: ReadonlyArray<number>;
  /** Most attempts, accepted or not. */
  readonly maxNumSteps: number;
  /**
   * Whether the next step may be tried while the error of the last is on its way, where the controller can tell how long
   * it will be. Default false.
   */
  readonly speculates?: boolean | undefined;
  /** Called after each attempted step. */
  readonly onStep?: ((event: StepEvent) => void) | undefined;
  readonly signal?: AbortFlag | undefined;
  readonly observer?: ProblemObserver<A> | undefined;
}
