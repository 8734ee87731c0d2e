import { everyStep } from "@symplectic-adjoint/checkpoint";
import type { CheckpointSchedule, MemoryPlan } from "@symplectic-adjoint/core";
import type { Candidate } from "./candidate.js";
import { anyMoments, footprint } from "./footprint.js";
import { perTapedStep } from "./phases.js";
import { type Growth, planOf, smallestBudget } from "./plan-checkpoints.js";
import type { PlanRequest } from "./plan-request.js";
import { runSchedule } from "./run-schedule.js";

/** What a strategy without a budget keeps. */
export interface GivenCheckpoints {
  readonly schedule: CheckpointSchedule;
  readonly contents: "state" | "stages";
}

/**
 * The plan of a strategy without a budget: its schedule, contents and tape as they are given, and what they need. If the
 * number of steps is known, its schedule is run to see what is stored at each moment, so that the peak is as exact as the
 * sizes are. If not, the plan says what each step adds.
 *
 * Cost: the actions of the schedule.
 */
export function planGiven(
  request: Omit<PlanRequest, "budget">,
  { schedule, contents }: GivenCheckpoints,
): MemoryPlan {
  const { steps, window } = request;
  const unlimited = { ...request, budget: Number.POSITIVE_INFINITY };
  const minimum = smallestBudget(unlimited);
  if (steps === undefined) {
    const { candidate, ...growing } = unknownSteps(request, { schedule, contents });
    return planOf(unlimited, candidate, minimum, growing);
  }
  const { moments, checkpoints, recomputed, segment } = runSchedule(schedule, steps);
  const candidate: Candidate = {
    schedule,
    contents,
    window: window === "evaluation" ? 0 : window === "step" ? 1 : Math.max(1, segment),
    segment,
    checkpoints,
    recomputes: recomputed > 0,
  };
  return planOf(unlimited, candidate, minimum, { moments });
}

/** What is needed, and what each step adds. */
function unknownSteps(
  request: Omit<PlanRequest, "budget">,
  { schedule, contents }: GivenCheckpoints,
): Growth & { readonly candidate: Candidate } {
  const { window, sizes } = request;
  const candidate: Candidate = {
    schedule,
    contents,
    window: window === "evaluation" ? 0 : 1,
    checkpoints: schedule.checkpoints,
    recomputes: schedule !== everyStep && window !== "segment",
  };
  const moments = anyMoments(request, candidate);
  const { perCheckpoint } = footprint(request, candidate);
  const stored = schedule.checkpoints === undefined ? perCheckpoint : 0;
  if (window !== "segment" || schedule === everyStep)
    return { candidate, moments, perStep: stored };
  // All steps may be on one tape, in the first reversal; if there are others, they have fewer.
  return {
    candidate: { ...candidate, window: Number.POSITIVE_INFINITY },
    moments: moments.map((moment) => ({ ...moment, steps: 0, later: false })),
    perStep: stored + perTapedStep(sizes),
  };
}
