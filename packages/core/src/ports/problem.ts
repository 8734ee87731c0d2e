import type { State } from "../trees/state.js";
import type { EventHandler } from "./event-handler.js";
import type { Method } from "./method.js";
import type { StateFunction } from "./state-function.js";
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

/** The same with the state at its end. */
export interface StateEvent<A> extends StepEvent {
  /** The state at t + h, as it was computed, also by a rejected attempt; to be used before the call returns. */
  state(): State<A>;
}

/** The part of `AbortSignal` that the loop uses. */
export interface AbortFlag {
  readonly aborted: boolean;
}

/** A validated initial value problem with everything that determines its discretisation. */
export interface Problem<A> extends StepProblem<A> {
  readonly y0: State<A>;
  /** Output times, monotone, at least one; the first is the time of y0. Neighbours may be equal. */
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
  /** Called after each step attempt; if it returns "stop" after an accepted one, the integration ends there. */
  readonly onStep?: ((event: StateEvent<A>) => unknown) | undefined;
  readonly signal?: AbortFlag | undefined;
  /** Whether outputs within a step are interpolated. If not, steps end at every output. */
  readonly interpolates?: boolean | undefined;
  /** Whether the ends of all steps are outputs, besides those at the output times. */
  readonly savesSteps?: boolean | undefined;
  /** What outputs are instead of the state. */
  readonly save?: StateFunction<A> | undefined;
  /** Whether start and slopes of each step are kept, so that the solution can be evaluated anywhere. */
  readonly keepsDense?: boolean | undefined;
  /**
   * Which times may be differentiated; strategies then keep what that needs. Default none.
   */
  readonly differentiatesTimes?: boolean | undefined;
  readonly events?: EventHandler<A> | undefined;
}
