// Trees and states

// Ports
export type { Adjoint, ForwardPass, Gradients, SolveMode } from "./adjoint.js";
export type { ArrayFault, Backend, DynamicsContext, Engine } from "./backend.js";
export type { BackwardPlan } from "./backward-plan.js";
export { backwardPlan } from "./backward-plan.js";
export type { ButcherTableau } from "./butcher-tableau.js";
export type { CheckpointAction, CheckpointSchedule, CheckpointStore } from "./checkpoint.js";
// Checks
export { checkOptions, type OptionNames } from "./checks/check-options.js";
export { checkValue } from "./checks/check-value.js";
export { checkedTableau, tableauRequirement } from "./checks/checked-tableau.js";
export { completeTableau, type TableauCoefficients } from "./checks/complete-tableau.js";
export { contract, type Member, type Members } from "./checks/contract.js";
export {
  adjointContract,
  backendContract,
  controllerContract,
  engineContract,
  isFirstStepRule,
  problemContract,
  scheduleContract,
  storeContract,
} from "./checks/contracts.js";
export { isCallable } from "./checks/is-callable.js";
export { isPlainObject } from "./checks/is-plain-object.js";
export { must, type OptionTable, type Requirement, required } from "./checks/requirement.js";
export {
  aFlag,
  aFunction,
  checkToleranceLength,
  nonEmptyString,
  numberThat,
  oneOf,
  stepLimit,
  tolerance,
} from "./checks/requirements.js";
export type { Cotangents, Dynamics, Linearization } from "./dynamics.js";
export { EngineFailedError } from "./errors/engine-failed-error.js";
export { EngineUnavailableError } from "./errors/engine-unavailable-error.js";
export { GradientMismatchError } from "./errors/gradient-mismatch-error.js";
export { GradientUnresolvedError } from "./errors/gradient-unresolved-error.js";
export { IntegrationError } from "./errors/integration-error.js";
export { InvalidArgumentError } from "./errors/invalid-argument-error.js";
export { InvalidDynamicsError } from "./errors/invalid-dynamics-error.js";
export { InvalidStateError } from "./errors/invalid-state-error.js";
export { InvalidTimesError } from "./errors/invalid-times-error.js";
export { InvalidToleranceError } from "./errors/invalid-tolerance-error.js";
export { MissingGradientError } from "./errors/missing-gradient-error.js";
export type { ErrorDetails } from "./errors/ode-error.js";
// Errors
export { OdeError } from "./errors/ode-error.js";
export { ParametersChangedError } from "./errors/parameters-changed-error.js";
export { ParametersError } from "./errors/parameters-error.js";
export { ReleasedError } from "./errors/released-error.js";
export { SecondDerivativeError } from "./errors/second-derivative-error.js";
export { showValue } from "./errors/show-value.js";
export { SynchronousReadError } from "./errors/synchronous-read-error.js";
export { tellingName } from "./errors/telling-name.js";
export { UnknownOptionError } from "./errors/unknown-option-error.js";
export { UnsupportedGradientError } from "./errors/unsupported-gradient-error.js";
export type { GradientComparison, GradientReport, GradientVerdict } from "./gradient-report.js";
export { nextAfter } from "./next-after.js";
export type { Outcome, OutcomeKind } from "./outcome.js";
export { outcome, outcomeMessages } from "./outcome.js";
// Problems, steps and what became of them
export type { AbortFlag, ErrorNorm, Problem, StepEvent } from "./problem.js";
export type { Reading, ScalarRequest } from "./reading.js";
export { stageTime } from "./stage-time.js";
export type { State } from "./state.js";
export type { PassStatistics, ReadCounts, Statistics } from "./statistics.js";
export { newPassStatistics, newStatistics } from "./statistics.js";
export type { Step } from "./step.js";
export type { StepKernels, StepResult, StepReversal, StepTrial } from "./step-kernels.js";
export type {
  Attempt,
  Decision,
  FirstStepRule,
  PendingAttempt,
  StepSizeController,
} from "./step-size-controller.js";
export type { Tolerances } from "./tolerances.js";
export type { Structure, Tree } from "./tree.js";
export { describeStructure, flattenTree, sameStructure, unflattenTree } from "./tree.js";
export type { Alike, FieldOf, TreeOf, WithLeaves } from "./tree-of.js";
export type { TapeEntry, UserTape } from "./user-tape.js";
