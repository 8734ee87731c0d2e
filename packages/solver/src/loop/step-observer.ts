import type { MaybeReading, Step } from "@symplectic-adjoint/core";
import type { StepStart } from "../step/step-start.js";

/** Progress callbacks of one integration. The loop owns the values; retain a state to keep it. */
export interface StepObserver<V, A = unknown> {
  /** Called after step `index`, from `before` to `after`, is accepted. The loop waits for a returned reading. */
  accepted?(
    index: number,
    step: Step,
    before: StepStart<V>,
    after: StepStart<V>,
  ): MaybeReading<void, A>;
}
