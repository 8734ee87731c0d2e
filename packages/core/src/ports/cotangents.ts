import type { State } from "../trees/state.js";

/** (∂f/∂y)ᵀ g, and (∂f/∂θ_i)ᵀ g for each requested i. Zeros if f does not depend on it. */
export interface Cotangents<A> {
  readonly y: State<A>;
  readonly parameters: State<A>;
  /** (∂f/∂t)ᵀ g, a scalar, if requested; the number 0 if f does not use t. */
  readonly t?: A | number | undefined;
}
