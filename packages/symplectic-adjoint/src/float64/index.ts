// The entry without TensorFlow.js: everything on Float64Arrays

export type { CheckpointOptions, ContinuousAdjointOptions } from "@symplectic-adjoint/adjoint";
// Adjoints
export {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  oneCheckpoint,
  symplecticAdjoint,
} from "@symplectic-adjoint/adjoint";
export type {
  AnyFloat64Function,
  Float64Function,
  Float64FunctionOf,
  Float64PlainFunction,
  JacobianFunction,
} from "@symplectic-adjoint/backend-float64";
// The backend, and how f is written
export { float64, withJacobian } from "@symplectic-adjoint/backend-float64";
// Checkpoints
export { everyStep, memoryStore, startOnly } from "@symplectic-adjoint/checkpoint";
export type {
  GradientComparison,
  GradientReport,
  GradientVerdict,
  Outcome,
  Statistics,
  StepEvent,
  Tree,
} from "@symplectic-adjoint/core";
// Outcomes and errors
export {
  GradientMismatchError,
  GradientUnresolvedError,
  IntegrationError,
  OdeError,
} from "@symplectic-adjoint/core";
// Step control
export { fixedSteps, integralController, laggedController } from "@symplectic-adjoint/step-size";
export type { MethodName } from "@symplectic-adjoint/tableaux";
// Methods
export { butcherTableau, exactCoefficients, orderOf, tableaux } from "@symplectic-adjoint/tableaux";
// Options and types
export type { CheckGradientOptions } from "../check-gradient/check-gradient-options.js";
export type {
  AdaptiveOptions,
  AsyncOptions,
  FixedOptions,
  Method,
  OdeOptions,
  ParameterTree,
  SolveOptions,
  Tolerance,
  Weight,
} from "../options/options.js";
export type { Times } from "../options/read-times.js";
export type { Solution, SolutionGradients } from "../solve/solution.js";
// Whether a gradient is right
export { checkGradient, type Float64CheckGradientOptions } from "./check-gradient.js";
export { type Float64SolveOptions, solve, solveAsync } from "./solve.js";
