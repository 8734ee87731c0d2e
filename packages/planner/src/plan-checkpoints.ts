import { MemoryBudgetError, type MemoryPlan } from "@symplectic-adjoint/core";
import type { Candidate } from "./candidate.js";
import { candidatesFor } from "./candidates.js";
import { footprint, peakOf } from "./footprint.js";
import { formatBytes } from "./format-bytes.js";
import type { Moment } from "./moment.js";
import type { PlanRequest } from "./plan-request.js";

/**
 * Plans which checkpoints to keep. With a known number of steps: the states and stages of every step if they fit, else
 * the states of every step, else as many as fit, by the binomial schedule; for tapes of several steps, as few of them
 * as fit. With an unknown number of steps: the states of as many steps as fit, by the online schedule.
 *
 * Pure arithmetic: the sizes are upper bounds for each phase of a solve, so the peak is one too.
 *
 * @throws MemoryBudgetError with the smallest budget that would do.
 */
export function planCheckpoints(request: PlanRequest): MemoryPlan {
  const { budget } = request;
  const { inOrder } = candidatesFor(request);
  const minimum = smallestBudget(request);
  for (const find of inOrder) {
    const candidate = find();
    if (candidate !== undefined && peakOf(request, candidate) <= budget)
      return planOf(request, candidate, minimum);
  }
  throw new MemoryBudgetError(budget, minimum, formatBytes(minimum));
}

/** The smallest budget for which there is a plan. */
export function smallestBudget(request: PlanRequest): number {
  const { smallest } = candidatesFor(request);
  return Math.min(...smallest.map((candidate) => peakOf(request, candidate)));
}

/** How memory was found to be used. */
export interface Growth {
  /** What happens. Default: what any schedule may do, for an upper bound. */
  readonly moments?: ReadonlyArray<Moment> | undefined;
  /** Bytes that each step adds. Default 0. */
  readonly perStep?: number | undefined;
}

/** The plan of a candidate. */
export function planOf(
  request: PlanRequest,
  candidate: Candidate,
  minimum: number,
  { moments, perStep = 0 }: Growth = {},
): MemoryPlan {
  const { strategy, budget, sizes, store, steps } = request;
  const { schedule, contents, window, checkpoints, recomputes } = candidate;
  const { kinds, peak, checkpointBytes, perCheckpoint } = footprint(request, candidate, moments);
  return Object.freeze({
    strategy,
    budget: Number.isFinite(budget) ? budget : undefined,
    minimum,
    peak,
    kinds,
    schedule,
    contents,
    window,
    recomputes,
    store: store.name,
    steps,
    checkpoints: checkpoints === Number.POSITIVE_INFINITY ? undefined : checkpoints,
    checkpointBytes,
    perCheckpoint,
    perStep,
    measured: sizes.measured,
  });
}
