// The loop

export type { Trajectory } from "./loop/integrate.js";
export { forwardTally, integrate } from "./loop/integrate.js";
export type { TimeStop } from "./loop/time-stops.js";
export { timeStops } from "./loop/time-stops.js";
export type { StepObserver, Tally } from "./loop/walk.js";
// Time
export { readScalar, readScalars, scalarStates } from "./reading/read-scalar.js";
// Drivers
export { runAsync } from "./reading/run-async.js";
export { runSync } from "./reading/run-sync.js";
// Steps, and taking them again
export { replaySteps } from "./step/replay-steps.js";
export type { Stages, StepSpan } from "./step/stages.js";
export { takeStages } from "./step/stages.js";
export type { OperationResult, OperationTrial, StepOperations } from "./step/step-operations.js";
export { plainOperations } from "./step/step-operations.js";
export { unfrozenTableau } from "./step/unfrozen-tableau.js";
