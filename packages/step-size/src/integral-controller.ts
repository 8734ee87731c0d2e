import {
  type Attempt,
  type Decision,
  InvalidArgumentError,
  type StepSizeController,
} from "@symplectic-adjoint/core";
import { hairerFirstStep } from "./hairer-first-step.js";
import type { IntegralControllerOptions } from "./integral-controller-options.js";
import { checkIntegralOptions } from "./integral-option-table.js";
import { limitFirstStep } from "./limit-first-step.js";

/**
 * The classical controller of adaptive steps: each proposal depends only on the error of the last attempt.
 *
 *     accept iff E ≤ 1      h_new = h · min(ifactor, max(safety · E^(−1/q), E < 1 ? 1 : dfactor))
 *
 * with E the error over its tolerance and q the order of the method; E = 0 gives ifactor · h. A step whose error is NaN
 * or infinite is rejected and multiplied by dfactor; if minStep forbids a shorter one, the proposal is 0, which ends
 * the integration with a step underflow. Stateless: its state is undefined.
 *
 * Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I (1993), section II.4, DOI
 * 10.1007/978-3-540-78862-1.
 *
 * @throws InvalidArgumentError if an option is out of range; `next` throws it if the error is negative.
 * @throws UnknownOptionError if an option is unknown.
 * @example
 * const controller = integralController({ safety: 0.8, maxStep: 0.1 });
 * controller.next(undefined, { step: 0.05, proposal: 0.05, errorRatio: 32, order: 5 });
 * // { accepted: false, step: 0.02, state: undefined }
 */
export function integralController(
  options: IntegralControllerOptions = {},
): StepSizeController<undefined> {
  checkIntegralOptions("integralController", options);
  const {
    safety = 0.9,
    ifactor = 10,
    dfactor = 0.2,
    minStep = 0,
    maxStep = Number.POSITIVE_INFINITY,
    firstStep = hairerFirstStep,
    afterLanding = "proposal",
  } = options;
  const resumesProposal = afterLanding === "proposal";

  const limited = (step: number): number => Math.min(maxStep, Math.max(minStep, step));

  function factorOf(errorRatio: number, order: number): number {
    if (errorRatio === 0) return ifactor;
    return Math.min(
      ifactor,
      Math.max(safety * errorRatio ** (-1 / order), errorRatio < 1 ? 1 : dfactor),
    );
  }

  function next(_: undefined, attempt: Attempt): Decision<undefined> {
    const { step, proposal, errorRatio, order } = attempt;
    if (!Number.isFinite(errorRatio)) {
      // Repeating a step of minimum length would give the same NaN forever.
      const shorter = step > minStep ? limited(dfactor * step) : 0;
      return { accepted: false, step: shorter, state: undefined };
    }
    if (errorRatio < 0) throw negativeError(errorRatio);
    const isGood = errorRatio <= 1;
    const suggested = step * factorOf(errorRatio, order);
    // The error of a cut step does not invalidate the uncut proposal.
    const wanted =
      isGood && resumesProposal && step < proposal ? Math.max(proposal, suggested) : suggested;
    return {
      accepted: isGood || step <= minStep,
      step: limited(wanted),
      state: undefined,
    };
  }

  return Object.freeze({
    name: "integral",
    adaptive: true,
    firstStep: limitFirstStep(firstStep, minStep, maxStep),
    init: () => undefined,
    next,
  });
}

function negativeError(errorRatio: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "norm",
    value: errorRatio,
    problem: "returned a negative error",
    remedy: "Return a norm, for example the root mean square.",
  });
}
