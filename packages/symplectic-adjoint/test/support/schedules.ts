import type { CheckpointSchedule } from "@symplectic-adjoint/core";
import { binomial, everyNth, multiLevel, online, squareRoot, twoLevel } from "../../src/index.js";

/** Every schedule that recomputes steps and reverses them one by one, with few checkpoints and with many. */
export const schedules: ReadonlyArray<CheckpointSchedule> = [
  everyNth(3),
  squareRoot(),
  binomial({ checkpoints: 1 }),
  binomial({ checkpoints: 3 }),
  binomial({ checkpoints: 1000 }),
  online({ checkpoints: 1 }),
  online({ checkpoints: 4 }),
  twoLevel({ period: 5, checkpoints: 2 }),
  multiLevel({ near: 2, far: 2 }),
];

/** A schedule for each budget of checkpoints. */
export const schedulesWithin = (
  checkpoints: number,
): readonly [CheckpointSchedule, ...ReadonlyArray<CheckpointSchedule>] => [
  binomial({ checkpoints }),
  online({ checkpoints }),
  everyNth(checkpoints),
  twoLevel({ period: 1 + checkpoints, checkpoints }),
  multiLevel({ near: checkpoints, far: 1 + (checkpoints % 3) }),
];
