import type {
  Attempt,
  Decision,
  PendingAttempt,
  StepSizeController,
} from "@symplectic-adjoint/core";
import { integralController } from "./integral-controller.js";
import type { IntegralControllerOptions } from "./integral-controller-options.js";
import { checkIntegralOptions } from "./integral-option-table.js";

/**
 * The integral controller one step late: a step follows from the error of the step before the last, so that it is known
 * while the last one's error is still on its way. For backends whose values arrive asynchronously.
 *
 *     accept iff E_n ≤ 1      h_{n+1} = h_{n−1} · factor(E_{n−1})      with the factor of `integralController`
 *
 * Both h and E on the right are those of the same step. With the usual model E_n = φ_n h_n^q this gives
 * h_{n+1} = safety · φ_{n−1}^(−1/q): whatever the step was, the one after the next is right. Odd and even steps are two
 * sequences that do not know of each other, each as fast to settle as the integral controller. Correcting the last step
 * by the older error, h_{n+1} = h_n · factor(E_{n−1}), would not do: with u_n the logarithm of h_n over the right step,
 * u_{n+1} = u_n − u_{n−1}, whose characteristic roots (1 ± i√3)/2 lie on the unit circle, so that every disturbance swings
 * on with a period of six steps, undamped.
 *
 * A rejected step's own error decides how long it is tried again, and the step after that is as long. The first step is
 * followed by the one that its own error suggests; it alone cannot be looked beyond. Steps that were cut to land, the
 * limits, errors that are not finite: all as in the integral controller. Its state is the next proposal but one.
 *
 * What it costs: it notices a step later where the solution changes its pace, and settles in twice as many steps after the
 * start. On thirty problems, those of DETEST among them, with three methods and three tolerances, between 2 per cent fewer
 * and 6 per cent more attempts in all than the integral controller, fewer of them rejected; on a single problem up to 57
 * per cent more.
 *
 * @throws InvalidArgumentError when an option is out of its range; `next` throws it when the error is negative.
 * @throws UnknownOptionError when an option has a name other than those of `integralController`.
 * @example
 * const controller = laggedController();
 * const pending = { step: 0.1, proposal: 0.1, order: 5 };
 * const { state } = controller.next(controller.init(), { ...pending, errorRatio: 1 / 32 }); // a step of 0.18 comes next
 * controller.predictNext(state, pending); // 0.18 again: known without the error of this attempt
 */
export function laggedController(options: IntegralControllerOptions = {}): LaggedController {
  checkIntegralOptions("laggedController", options);
  const integral = integralController(options);

  function next(known: number | undefined, attempt: Attempt): Decision<number | undefined> {
    const { accepted, step } = integral.next(undefined, attempt);
    return { accepted, step: accepted ? (known ?? step) : step, state: step };
  }

  return Object.freeze({
    name: "lagged",
    adaptive: true,
    firstStep: integral.firstStep,
    init: () => undefined,
    next,
    predictNext: (known: number | undefined) => known,
  });
}

/** A controller that can always tell the next step, but for the first. */
export interface LaggedController extends StepSizeController<number | undefined> {
  predictNext(state: number | undefined, attempt: PendingAttempt): number | undefined;
}
