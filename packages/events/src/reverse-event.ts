import {
  type Backend,
  type EventCotangents,
  type EventPullback,
  GrazingEventError,
  OdeError,
  type State,
} from "@symplectic-adjoint/core";
import type { EventSpec } from "./event-spec.js";
import type { KeptEvent } from "./kept-event.js";
import { asArray, sumOfScalars } from "./scalars.js";

/**
 * Pulls cotangents back through an event, whose time t* solves g(t*, y(t*)) = 0 on the interpolant of its step.
 *
 * With y⁺ = R(t*, y*) first through the reset: ȳ += R_yᵀ λ⁺, t̄ += R_t · λ⁺, φ̄ += R_φᵀ λ⁺. Then the time by the implicit
 * function theorem, with ẏ* the slope of the interpolant and G = g_y · ẏ* + g_t:
 *
 *     μ = −(t̄ + ȳ · ẏ*) / G,   ȳ += μ g_y,   t̄ += μ g_t,   φ̄ += μ g_φ
 *
 * What results holds the place of the event within the step fixed. Reads nothing.
 *
 * Source: Corner, Sandu & Sandu (2019), arXiv:1912.09045; Chen, Amos & Nickel (2021), arXiv:2011.03902. The slope is that
 * of the interpolant rather than f, so that the gradient is the exact one of the discrete solution.
 *
 * @throws GrazingEventError if G is too small.
 */
export function reverseEvent<A>(
  backend: Backend<A>,
  { name, condition, reset }: EventSpec<A>,
  found: KeptEvent<A>,
  { next, state, times }: EventCotangents<A>,
  wrt: ReadonlyArray<number>,
): EventPullback<A> {
  const { t, state: y } = found;
  const { slope, rate } = differentiable(name, found);
  const survivors: Array<State<A>> = [];
  backend.openScope();
  try {
    const back = next && reset?.pullback(t, y, next, wrt, true);
    const restart = back?.y ?? next;
    const yBar = sumOfStates(backend, state, restart);
    const tBar = back === undefined ? times : [...times, back.t ?? 0];
    const product = yBar === undefined ? 0 : backend.dot(yBar, slope);
    const mu = sumOfScalars(backend, -1 / rate, [...tBar, product]);
    const through = condition.pullback(t, y, [asArray(backend, mu)], wrt, true);
    const result = {
      state: sumOfStates(backend, yBar, through.y) as State<A>,
      time: sumOfScalars(backend, 1, [...tBar, through.t ?? 0]),
      parameters:
        back === undefined || wrt.length === 0
          ? through.parameters
          : backend.linearCombination(through.parameters, 1, [1], [back.parameters]),
    };
    survivors.push(result.state, result.parameters);
    if (typeof result.time !== "number") survivors.push([result.time]);
    return result;
  } finally {
    backend.closeScope(survivors);
  }
}

/** @throws GrazingEventError, or the reason for which the condition cannot be differentiated. */
function differentiable<A>(name: string, { slope, rate, grazing, t }: KeptEvent<A>) {
  if (rate instanceof OdeError) throw rate;
  if (grazing)
    throw new GrazingEventError({
      argument: `${name}.condition`,
      value: rate,
      problem: `hardly changes along the solution where it crosses zero, at t = ${t}: the solution grazes it, and the time of the event has no derivative`,
      remedy:
        "Differentiate only solutions that cross the condition at an angle, or use a condition that changes at a rate other than zero there.",
    });
  if (slope === undefined || rate === undefined)
    throw new TypeError("The events of this solution were not kept for gradients.");
  return { slope, rate };
}

function sumOfStates<A>(
  backend: Backend<A>,
  a: State<A> | undefined,
  b: State<A> | undefined,
): State<A> | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return backend.linearCombination(a, 1, [1], [b]);
}
