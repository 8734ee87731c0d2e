import type { MaybeReading, Step } from "@symplectic-adjoint/core";
import type { StepStart } from "../step/step-start.js";

/** Progress callbacks of one integration. The loop owns the values; retain a state to keep it. */
export interface StepObserver<V, A = unknown> {
  /** Whether steps keep the stages that their reversal needs, for `accepted`. Default false. */
  readonly keepsStages?: boolean | undefined;
  /**
   * Called after step `index`, from `before` to `after`, is accepted. The loop waits for a returned reading.
   *
   * A step that an event has cut is told whole, up to its end; the next one starts from a state of its own.
   *
   * @param stages The stages of the step, if they are kept: see `StepAttempt`.
   * @param slopes Its slopes, if something within it is interpolated, or may be: an output, an event, dense output.
   */
  accepted?(
    index: number,
    step: Step,
    before: StepStart<V>,
    after: StepStart<V>,
    stages?: ReadonlyArray<V> | undefined,
    slopes?: ReadonlyArray<V | undefined> | undefined,
  ): MaybeReading<void, A>;
}
