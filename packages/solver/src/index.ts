// The loop

export type { Trajectory } from "./loop/integrate.js";
export { forwardTally, integrate } from "./loop/integrate.js";
export type { TimeStop } from "./loop/time-stops.js";
export { timeStops } from "./loop/time-stops.js";
export type { StepObserver, Tally } from "./loop/walk.js";

// Steps, and taking them again

export { beginSteps } from "./step/begin-steps.js";
export { carriedState, splitCarried } from "./step/carried-state.js";
export { plainOperations } from "./step/plain-operations.js";
export {
  advanceSteps,
  releaseStart,
  replaySteps,
  type StepStart,
  startAt,
} from "./step/replay-steps.js";

// Drivers, and what they read

export { readScalar, readScalars, scalarStates } from "./reading/read-scalar.js";
export { runAsync } from "./reading/run-async.js";
export { runSync } from "./reading/run-sync.js";
