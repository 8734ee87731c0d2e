import type { CheckpointSchedule } from "@symplectic-adjoint/core";

/** What a schedule does in a solve and a pullback. */
export interface ScheduleRun {
  /** The most checkpoints at the same time, if those of the forward pass are kept for further pullbacks. */
  readonly checkpoints: number;
  /** Steps that the backward pass advances through to reach a state. */
  readonly recomputed: number;
  /** The most steps that are reversed together. */
  readonly segment: number;
}

/** Runs the actions of a schedule for a number of steps, without states. */
export function runSchedule(schedule: CheckpointSchedule, total: number): ScheduleRun {
  const forward = forwardSteps(schedule, total);
  const stored = new Set(forward.steps);
  const added = new Set<number>();
  let [mostAdded, recomputed, segment, current] = [0, 0, 0, 0];
  for (const action of schedule.backward({ total, stored: forward.steps, bytes: 1 })) {
    if (action.type === "restore") current = action.step;
    else if (action.type === "drop") added.delete(action.step);
    else if (action.type === "store") {
      if (!stored.has(action.step)) added.add(action.step);
      mostAdded = Math.max(mostAdded, added.size);
    } else if (action.type === "advance") {
      recomputed += action.to - current;
      current = action.to;
    } else if (action.type === "reverse") segment = Math.max(segment, action.to - action.from);
  }
  const kept = forward.steps.length + mostAdded;
  // A schedule with a bound keeps to it: those that are kept make room.
  const checkpoints = Math.max(forward.most, Math.min(kept, schedule.checkpoints ?? kept));
  return { checkpoints, recomputed, segment };
}

function forwardSteps(
  schedule: CheckpointSchedule,
  total: number,
): { readonly steps: ReadonlyArray<number>; readonly most: number } {
  let steps: Array<number> = [];
  let most = 0;
  for (let step = 0; step < total; step++) {
    for (const action of schedule.forward({ step, stored: steps, total, bytes: 1 })) {
      if (action.type === "store") steps.push(step);
      else if (action.type === "drop") steps = steps.filter((each) => each !== action.step);
    }
    most = Math.max(most, steps.length);
  }
  return { steps, most };
}
