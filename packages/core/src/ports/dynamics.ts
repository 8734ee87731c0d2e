import type { Compilation } from "../steps/statistics.js";
import type { State } from "../trees/state.js";
import type { Cotangents } from "./cotangents.js";
import type { FusedSteps } from "./fused-steps.js";
import type { StateFunction } from "./state-function.js";

/** The right-hand side f of y' = f(t, y; θ), as the solver sees it: flat states in, flat states out. */
export interface Dynamics<A> {
  /** The parameters θ that can be differentiated. */
  readonly parameters: State<A>;
  /** f(t, y), not recorded. The intermediates of f are freed before it returns. */
  evaluate(t: number, y: State<A>): State<A>;
  /**
   * Records f(t, y) with the data needed for its vector–Jacobian products (VJPs), kept until released.
   *
   * @param wantsTime Whether the cotangent of t may be requested of the record. Default false: nothing is kept for it.
   */
  record(t: number, y: State<A>, wantsTime?: boolean): Linearization<A>;
  /**
   * Records f at (t, y), computes its VJP with `cotangent`, and frees the record.
   *
   * @param wrt Indices of the parameters whose cotangents are requested.
   * @param wantsTime Whether that of t is requested.
   * @throws UnsupportedGradientError if it is, and f uses t as a number.
   */
  pullback(
    t: number,
    y: State<A>,
    cotangent: State<A>,
    wrt: ReadonlyArray<number>,
    wantsTime?: boolean,
  ): Cotangents<A> & { readonly value: State<A> };
  /** The other functions of the context, in its order. */
  readonly functions?: ReadonlyArray<StateFunction<A>> | undefined;
  /**
   * Takes a snapshot of the parameters. The returned function returns the index of one that changed since, or
   * undefined.
   */
  watchParameters(): () => number | undefined;
  /**
   * Runs `body` with the parameters temporarily set to these values, one array each (the parameter itself to leave it
   * unchanged). Restores them in the same memory, even if `body` throws. `body` must not read asynchronously. Optional:
   * without it, parameters cannot be perturbed.
   */
  withParameters?<T>(values: State<A>, body: () => T): T;
  /**
   * Keeps the arrays captured by f alive until the returned function is called, so that f can be evaluated after the
   * scope around it was closed. Garbage-collected backends omit it.
   */
  hold?(): () => void;
  /** How f is run, if it was compiled; solutions report it. */
  readonly compilation?: Compilation | undefined;
  /** Whole steps in one call, if the backend provides them. */
  readonly fusedSteps?: FusedSteps<A> | undefined;
}

/** One recorded evaluation. */
export interface Linearization<A> {
  readonly value: State<A>;
  /**
   * May be called repeatedly, until released.
   *
   * @param wantsTime Whether the cotangent of t is requested; only if it was announced to `record`.
   * @throws UnsupportedGradientError if it is, and f uses t as a number.
   */
  pullback(cotangent: State<A>, wrt: ReadonlyArray<number>, wantsTime?: boolean): Cotangents<A>;
  /**
   * (∂f/∂y) v + (∂f/∂θ) u: the Jacobian–vector product, if the backend supports forward mode.
   *
   * @param parameterTangents One per parameter; undefined is zero.
   */
  pushforward?(
    tangent: State<A>,
    parameterTangents?: ReadonlyArray<A | undefined> | undefined,
  ): State<A>;
  /** Frees the record. Calling it twice is allowed. */
  release(): void;
}
