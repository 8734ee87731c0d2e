import type { StepSpan } from "@symplectic-adjoint/core";

/** Times of stages at the ends of a step differ from these by at most so many roundings. */
const ROUNDINGS = 4;

/**
 * c of an evaluation at the time t + c h. Just before or after an end of the step, as at discontinuities, it is 0 or 1; in
 * steps of a few roundings, too.
 *
 * @param attempt The step, the time of its first stage, and the number of its evaluations so far.
 */
export function stagePlace(
  time: number,
  attempt: StepSpan & { readonly firstStageTime: number; readonly evaluations: number },
): number {
  const { t, h, end, firstStageTime, evaluations } = attempt;
  if (evaluations === 0 && time === firstStageTime) return 0;
  const rounding = ROUNDINGS * Number.EPSILON * Math.abs(time);
  if (Math.abs(time - end) <= rounding) return 1;
  return Math.abs(time - t) <= rounding ? 0 : (time - t) / h;
}
