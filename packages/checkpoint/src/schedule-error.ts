import { type CheckpointSchedule, InvalidArgumentError } from "@symplectic-adjoint/core";

/** Error for a schedule that would give a wrong gradient. `problem` completes "schedule …". */
export function scheduleError(schedule: CheckpointSchedule, problem: string): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "schedule",
    value: schedule.name,
    problem,
    remedy: "This is a bug in the schedule: fix it, or use everyStep, which stores every step.",
  });
}
