import type { ButcherTableau, Interpolation, Method } from "@symplectic-adjoint/core";
import { attemptStep } from "./attempt-step.js";
import { interpolationOf } from "./interpolation-of.js";
import { reverseStep } from "./reverse-step.js";
import { unfrozenTableau } from "./unfrozen-tableau.js";

/** An explicit Runge-Kutta method and its tableau. */
export interface ExplicitRungeKutta extends Method {
  readonly tableau: ButcherTableau;
  /** Its dense output, see `interpolantOf` of `@symplectic-adjoint/core`. */
  readonly interpolation: Interpolation;
}

const methods = new WeakMap<ButcherTableau, ExplicitRungeKutta>();

/**
 * The explicit Runge-Kutta method of a tableau, cached.
 *
 * A step costs as many evaluations of f as the tableau has stages, one less if the last stage is reused (FSAL); its
 * reversal costs s − 1 plain and s recorded evaluations and s VJPs for s active stages, without the plain ones if the
 * s − 1 states of its stages were kept.
 *
 * @throws InvalidArgumentError if it is not the tableau of a consistent explicit method.
 * @example
 * const method = explicitRungeKutta(dopri5);
 * method.order; // 5
 */
export function explicitRungeKutta(tableau: ButcherTableau): ExplicitRungeKutta {
  const own = unfrozenTableau(tableau);
  let method = methods.get(own);
  if (method === undefined) {
    method = methodOf(own);
    methods.set(own, method);
  }
  return method;
}

function methodOf(tableau: ButcherTableau): ExplicitRungeKutta {
  return Object.freeze({
    name: tableau.name,
    order: tableau.order,
    estimatesError: tableau.error !== undefined,
    activeStages: tableau.activeStages.length,
    keptStages: tableau.activeStages.length - 1,
    tableau,
    interpolation: interpolationOf(tableau),
    reserve: ({ fusedSteps }) => fusedSteps?.reserve?.(tableau),
    attempt: attemptStep(tableau),
    reverse: reverseStep(tableau),
  } satisfies ExplicitRungeKutta);
}
