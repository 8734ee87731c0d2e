import { everyStep } from "@symplectic-adjoint/checkpoint";
import type { CheckpointSchedule, MemoryPlan } from "@symplectic-adjoint/core";
import type { Candidate } from "./candidate.js";
import { planOf, smallestBudget } from "./plan-checkpoints.js";
import type { PlanRequest } from "./plan-request.js";
import { runSchedule } from "./run-schedule.js";

/** What a strategy without a budget keeps. */
export interface GivenCheckpoints {
  readonly schedule: CheckpointSchedule;
  readonly contents: "state" | "stages";
}

/**
 * The plan of a strategy without a budget: its schedule, contents and tape as they are given, and what they need. If
 * neither the number of steps nor that of checkpoints is known, the peak is without checkpoints.
 */
export function planGiven(
  request: Omit<PlanRequest, "budget">,
  { schedule, contents }: GivenCheckpoints,
): MemoryPlan {
  const { steps, window } = request;
  const run = steps === undefined ? undefined : runSchedule(schedule, steps);
  const segment = Math.max(1, run?.segment ?? 1);
  const candidate: Candidate = {
    schedule,
    contents,
    window: window === "evaluation" ? 0 : window === "step" ? 1 : segment,
    segment,
    checkpoints: run?.checkpoints ?? schedule.checkpoints,
    recomputes: run === undefined ? schedule !== everyStep : run.recomputed > 0,
  };
  const unlimited = { ...request, budget: Number.POSITIVE_INFINITY };
  return planOf(unlimited, candidate, smallestBudget(unlimited));
}
