// The loop

export type { Trajectory } from "./integrate.js";
export { forwardTally, integrate } from "./integrate.js";
// Time
export { readScalar, readScalars, scalarStates } from "./read-scalar.js";
// Steps, and taking them again
export { replaySteps } from "./replay.js";
// Drivers
export { runAsync } from "./run-async.js";
export { runSync } from "./run-sync.js";
export type { Stages, StepSpan } from "./stages.js";
export { takeStages } from "./stages.js";
export type { OperationResult, OperationTrial, StepOperations } from "./step-operations.js";
export { plainOperations } from "./step-operations.js";
export type { TimeStop } from "./time-stops.js";
export { timeStops } from "./time-stops.js";
export { unfrozenTableau } from "./unfrozen-tableau.js";
export type { StepObserver, Tally } from "./walk.js";
