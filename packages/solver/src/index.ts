// The loop

export { checkedNorm } from "./loop/checked-norm.js";
export { integrate, type Trajectory } from "./loop/integrate.js";
export type { StepObserver } from "./loop/step-observer.js";
export { forwardTally, type Tally } from "./loop/tally.js";
export {
  interpolatesOutputs,
  type TimeStop,
  type TimeStops,
  timeStops,
} from "./loop/time-stops.js";

// Steps and their replay

export { beginSteps } from "./step/begin-steps.js";
export {
  type InterpolationData,
  interpolated,
  interpolatedDerivative,
} from "./step/interpolated.js";
export { plainOperations } from "./step/plain-operations.js";
export { releaseStages } from "./step/release-stages.js";
export { advanceSteps, type ReplayKeeps, replaySteps } from "./step/replay-steps.js";
export {
  carriedState,
  releaseStart,
  type StepStart,
  splitCarried,
  startAt,
} from "./step/step-start.js";

// Drivers and reads

export { readScalar, readScalars, scalarStates } from "./reading/read-scalar.js";
export { runAsync } from "./reading/run-async.js";
export { runSync } from "./reading/run-sync.js";
