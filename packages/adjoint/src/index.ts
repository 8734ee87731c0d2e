// Strategies

export { checkpointPerStep } from "./checkpointed/checkpoint-per-step.js";
export { oneCheckpoint } from "./checkpointed/one-checkpoint.js";
export { symplecticAdjoint } from "./checkpointed/symplectic-adjoint.js";
export { continuousAdjoint } from "./continuous/continuous-adjoint.js";
export {
  type AdjointNorm,
  adjointNormRequirement,
  type ContinuousAdjointOptions,
} from "./continuous/continuous-adjoint-options.js";
export { backpropagation } from "./tape/backpropagation.js";

// Building blocks for custom strategies

export type {
  CheckpointContents,
  CheckpointOptions,
  PlannedOptions,
  TapeWindow,
} from "./checkpointed/checkpoint-options.js";
export {
  type CheckpointedAdjointParts,
  checkpointedAdjoint,
} from "./checkpointed/checkpointed-adjoint.js";
export type { ReverseContext, ReverseSteps } from "./checkpointed/reverse-steps.js";
export { reverseSymplectically } from "./checkpointed/reverse-symplectically.js";
export { gradientSink } from "./pullback/gradient-sink.js";
export { reverseOnTape } from "./tape/reverse-on-tape.js";
export type { TimeLedger } from "./times/time-ledger.js";
export type { NeededValues, StepPull, StepValues, WithinSteps } from "./within/within-port.js";
