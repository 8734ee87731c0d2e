// Strategies
export { backpropagation } from "./backpropagation.js";
export { checkpointPerStep } from "./checkpoint-per-step.js";
export type { CheckpointedAdjointParts, CheckpointOptions } from "./checkpointed-adjoint.js";
// Parts for strategies of one's own
export { checkpointedAdjoint } from "./checkpointed-adjoint.js";
export { continuousAdjoint } from "./continuous-adjoint.js";
export {
  type AdjointNorm,
  adjointNormRequirement,
  type ContinuousAdjointOptions,
} from "./continuous-adjoint-options.js";
export type { GradientSink } from "./gradient-sink.js";
export { gradientSink } from "./gradient-sink.js";
export { oneCheckpoint } from "./one-checkpoint.js";
export type { ReverseContext, ReverseSteps } from "./reverse-steps.js";
export { symplecticAdjoint } from "./symplectic-adjoint.js";
export { reverseSymplectically } from "./symplectic-steps.js";
export { reverseOnTape } from "./taped-steps.js";
