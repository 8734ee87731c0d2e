import type { MaybeReading, Step } from "@symplectic-adjoint/core";
import type { StepStart } from "../step/step-start.js";

/** Progress callbacks of one integration. The loop owns the values; retain a state to keep it. */
export interface StepObserver<V, A = unknown> {
  /** Whether steps keep the stages that their reversal needs, for `accepted`. Default false. */
  readonly keepsStages?: boolean | undefined;
  /**
   * Called after step `index`, from `before` to `after`, is accepted. The loop waits for a returned reading.
   *
   * @param stages The stages of the step, if they are kept: see `StepAttempt`.
   */
  accepted?(
    index: number,
    step: Step,
    before: StepStart<V>,
    after: StepStart<V>,
    stages?: ReadonlyArray<V> | undefined,
  ): MaybeReading<void, A>;
}
