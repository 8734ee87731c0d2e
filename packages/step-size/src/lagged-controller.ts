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
 * The integral controller with a delay of one step: each step is computed from the error of the step before the last,
 * so it is known while the last error is still being read back. For backends with asynchronous reads.
 *
 *     accept iff E_n ≤ 1      h_{n+1} = h_{n−1} · factor(E_{n−1})      with the factor of `integralController`
 *
 * Both h and E on the right belong to the same step. With the usual model E_n = φ_n h_n^q this gives
 * h_{n+1} = safety · φ_{n−1}^(−1/q): the step after the next is correct for any step. Odd and even steps form two
 * independent sequences, each of which settles as fast as the integral controller. Correcting the last step by the
 * older error, h_{n+1} = h_n · factor(E_{n−1}), would not be stable: with u_n the logarithm of h_n over the correct
 * step, u_{n+1} = u_n − u_{n−1}, whose characteristic roots (1 ± i√3)/2 lie on the unit circle, so disturbances
 * oscillate undamped with a period of six steps.
 *
 * A rejected step is repeated with a length computed from its own error; the next step has the same length. The second
 * step is computed from the error of the first, so it cannot be predicted. Cut steps, limits and non-finite errors are
 * handled as in the integral controller. Its state is the proposal after next.
 *
 * Cost: it reacts one step later to changes of the solution, and settles in twice as many steps after the start. On
 * thirty problems (including DETEST) with three methods and three tolerances, it makes between 2 % fewer and 6 % more
 * attempts in total than the integral controller, fewer of them rejected; on a single problem up to 57 % more.
 *
 * @throws InvalidArgumentError if an option is out of range; `next` throws it if the error is negative.
 * @throws UnknownOptionError if an option is not one of `integralController`.
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

/** A controller that can predict every step except the second. */
export interface LaggedController extends StepSizeController<number | undefined> {
  predictNext(state: number | undefined, attempt: PendingAttempt): number | undefined;
}
