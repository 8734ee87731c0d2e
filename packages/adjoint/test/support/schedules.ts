import {
  binomial,
  everyNth,
  everyStep,
  multiLevel,
  online,
  squareRoot,
  startOnly,
  twoLevel,
} from "@symplectic-adjoint/checkpoint";
import type { CheckpointSchedule } from "@symplectic-adjoint/core";
import { bisecting, everyKth, everyKthTogether } from "@symplectic-adjoint/testing";

/** Schedules of every kind: steps reversed alone and together, from checkpoints of either pass, from replayed states. */
export const schedules: ReadonlyArray<CheckpointSchedule> = [
  everyStep,
  startOnly,
  everyKth(3),
  everyKthTogether(3),
  bisecting,
  everyNth(2),
  squareRoot(),
  binomial({ checkpoints: 2 }),
  online({ checkpoints: 2 }),
  twoLevel({ period: 3, checkpoints: 2 }),
  multiLevel({ near: 1, far: 2 }),
];
