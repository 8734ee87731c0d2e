import { type CheckpointSchedule, InvalidArgumentError } from "@symplectic-adjoint/core";

/** A schedule does what would give a wrong gradient. `problem` completes "schedule …". */
export function scheduleError(schedule: CheckpointSchedule, problem: string): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "schedule",
    value: schedule.name,
    problem,
    remedy:
      "This is a mistake in the schedule itself: correct it, or use everyStep, which stores every step.",
  });
}
