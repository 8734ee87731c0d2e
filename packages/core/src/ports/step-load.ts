import type { State } from "../trees/state.js";

/**
 * The cotangents of everything within a step that depends on it linearly, such as interpolated outputs: those of the
 * state at its start, and those of the slopes of the method's {@link Interpolation}. Borrowed.
 */
export interface StepLoad<A> {
  /** Added to λ at the start of the step; undefined is zero. */
  readonly start: State<A> | undefined;
  /** Σ_m w_j(θ_m) ḡ_m: the cotangent of slope j is h times this. undefined is zero. */
  readonly slopes: ReadonlyArray<State<A> | undefined>;
}
