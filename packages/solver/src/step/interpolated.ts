import type {
  Backend,
  Interpolation,
  State,
  StepOperations,
  StepSpan,
} from "@symplectic-adjoint/core";

/** What the state within a step is interpolated from. */
export interface InterpolationData<A> {
  /** The state at the start of the step. */
  readonly start: State<A>;
  /** The slopes that its attempt kept; see {@link Interpolation}. */
  readonly slopes: ReadonlyArray<State<A> | undefined>;
}

/**
 * The state within a step, y + h Σ_j w_j(θ) slope_j, for one θ from 0 to 1, or for several, as rows along a new first
 * axis. One linear combination; no evaluation of f. The enclosing scope owns it, or the caller if there is none.
 *
 * The formula holds for θ = 1 too, but the state at the end of the step is known: use that.
 *
 * @example
 * interpolated(backend, method.interpolation, step, { start, slopes }, 0.5); // y(t + h/2)
 */
export function interpolated<A>(
  backend: Backend<A>,
  interpolation: Interpolation,
  { h }: Pick<StepSpan, "h">,
  { start, slopes }: InterpolationData<A>,
  theta: number | ReadonlyArray<number>,
): State<A> {
  if (typeof theta === "number")
    return backend.linearCombination(start, h, interpolation.weights(theta), known(slopes));
  return backend.combineRows(
    start,
    h,
    theta.map((each) => interpolation.weights(each)),
    slopes,
  );
}

/**
 * The derivative of {@link interpolated} with respect to time, Σ_j w_j'(θ) slope_j, in the same form.
 *
 * @example
 * interpolatedDerivative(backend, method.interpolation, slopes, [0, 1]); // [f at the start, f at the end]
 */
export function interpolatedDerivative<A>(
  backend: Backend<A>,
  interpolation: Interpolation,
  slopes: InterpolationData<A>["slopes"],
  theta: number | ReadonlyArray<number>,
): State<A> {
  if (typeof theta === "number")
    return backend.linearCombination(undefined, 1, interpolation.derivatives(theta), known(slopes));
  return backend.combineRows(
    undefined,
    1,
    theta.map((each) => interpolation.derivatives(each)),
    slopes,
  );
}

/** The data for a step from its own values. */
export function interpolationDataOf<V, A>(
  operations: Pick<StepOperations<V, A>, "stateOf">,
  start: V,
  slopes: ReadonlyArray<V | undefined>,
): InterpolationData<A> {
  return {
    start: operations.stateOf(start),
    slopes: slopes.map((slope) => slope && operations.stateOf(slope)),
  };
}

/** Slopes with holes are not read: their weight is zero. */
function known<A>(slopes: InterpolationData<A>["slopes"]): ReadonlyArray<State<A>> {
  return slopes as ReadonlyArray<State<A>>;
}
