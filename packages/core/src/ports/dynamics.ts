import type { State } from "../trees/state.js";
import type { FusedSteps } from "./fused-steps.js";

/** The right-hand side f of y' = f(t, y; θ), as the solver sees it: flat states in, flat states out. */
export interface Dynamics<A> {
  /** θ, as far as gradients are concerned. */
  readonly parameters: State<A>;
  /** f(t, y), not recorded. The intermediates of f are freed before it returns. */
  evaluate(t: number, y: State<A>): State<A>;
  /** f(t, y) together with what its vector-Jacobian products need, kept until released. */
  record(t: number, y: State<A>): Linearization<A>;
  /**
   * f recorded at (t, y), its VJP with `cotangent` taken, and the record freed before it returns.
   *
   * @param wrt Indices of the parameters whose cotangents are wanted.
   */
  pullback(
    t: number,
    y: State<A>,
    cotangent: State<A>,
    wrt: ReadonlyArray<number>,
  ): Cotangents<A> & { readonly value: State<A> };
  /**
   * Remembers the parameters as they are now. The answer, called later, returns the index of one that changed since,
   * or undefined.
   */
  watchParameters(): () => number | undefined;
  /**
   * Runs `body` while the parameters have these values, one array for each of them: the parameter itself where it stays as
   * it is. Afterwards they are what they were, in the same memory, whatever `body` throws. `body` must not read
   * asynchronously. Without this method the parameters cannot be moved.
   */
  withParameters?<T>(values: State<A>, body: () => T): T;
  /**
   * Keeps what f has captured until the answer is called, so that f can be evaluated again after its surroundings were
   * freed. Engines with garbage collection need none.
   */
  hold?(): () => void;
  /** Whole steps in one call, where the backend offers them. */
  readonly fusedSteps?: FusedSteps<A> | undefined;
}

/** (∂f/∂y)ᵀ g, and (∂f/∂θ_i)ᵀ g for each wanted i. Zeros where f does not depend on it. */
export interface Cotangents<A> {
  readonly y: State<A>;
  readonly parameters: State<A>;
}

/** One recorded evaluation. */
export interface Linearization<A> {
  readonly value: State<A>;
  /** May be called repeatedly, until released. */
  pullback(cotangent: State<A>, wrt: ReadonlyArray<number>): Cotangents<A>;
  /**
   * (∂f/∂y) v + (∂f/∂θ) u: the Jacobian-vector product, where the backend offers forward mode.
   *
   * @param parameterTangents One for each parameter; undefined is zero.
   */
  pushforward?(
    tangent: State<A>,
    parameterTangents?: ReadonlyArray<A | undefined> | undefined,
  ): State<A>;
  /** Frees the record. Twice does no harm. */
  release(): void;
}
