import { everyStep, startOnly } from "@symplectic-adjoint/checkpoint";
import type { CheckpointSchedule } from "@symplectic-adjoint/core";
import { bisecting, everyKth, everyKthTogether } from "@symplectic-adjoint/testing";

/** Schedules of every kind: steps reversed alone and together, from checkpoints of either pass, from replayed states. */
export const schedules: ReadonlyArray<CheckpointSchedule> = [
  everyStep,
  startOnly,
  everyKth(3),
  everyKthTogether(3),
  bisecting,
];
