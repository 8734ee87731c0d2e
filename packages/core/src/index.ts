// Trees and states

export type { State } from "./trees/state.js";
export type { Structure, Tree } from "./trees/tree.js";
export { describeStructure, flattenTree, sameStructure, unflattenTree } from "./trees/tree.js";
export type { Alike, FieldOf, TreeOf, WithLeaves } from "./trees/tree-of.js";

// Ports: the interfaces between packages

export type {
  Adjoint,
  DenseStep,
  ForwardPass,
  FoundEventCotangents,
  PointCotangent,
  PullbackRequest,
  SolveMode,
  TimesRequest,
} from "./ports/adjoint.js";
export type {
  ArrayFault,
  Backend,
  DynamicsBackend,
  DynamicsContext,
  MeasuredMemory,
} from "./ports/backend.js";
export type {
  BackwardView,
  CheckpointAction,
  CheckpointSchedule,
  ForwardView,
  ScheduleView,
} from "./ports/checkpoint-schedule.js";
export type { CheckpointStore } from "./ports/checkpoint-store.js";
export type { Cotangents } from "./ports/cotangents.js";
export type { Dynamics, Linearization } from "./ports/dynamics.js";
export type {
  EventCotangents,
  EventHandler,
  EventPullback,
  FoundEvent,
  InterpolatedStep,
} from "./ports/event-handler.js";
export type { FusedReversal, FusedSteps } from "./ports/fused-steps.js";
export type {
  GradientComparison,
  GradientReport,
  GradientVerdict,
} from "./ports/gradient-report.js";
export type { GradientSink } from "./ports/gradient-sink.js";
export type { Gradients } from "./ports/gradients.js";
export type { Interpolation } from "./ports/interpolation.js";
export type { MemoryKinds, MemoryPlan } from "./ports/memory-plan.js";
export type { Method, StepReversal } from "./ports/method.js";
export {
  type BackendRequest,
  type BringsBackend,
  backendFor,
  ownBackend,
} from "./ports/own-backend.js";
export type { AbortFlag, Problem, StateEvent, StepEvent } from "./ports/problem.js";
export type { MaybeReading, Pause, Reading, ScalarRequest } from "./ports/reading.js";
export { awaited, chain, isPromise, isReading, settle } from "./ports/reading.js";
export type { FunctionRequest, StateFunction } from "./ports/state-function.js";
export type { StepAttempt, StepRequest } from "./ports/step-attempt.js";
export { NO_MEMORY } from "./ports/step-attempt.js";
export type { StepLoad } from "./ports/step-load.js";
export type { StepOperations } from "./ports/step-operations.js";
export type { ErrorNorm, StepProblem } from "./ports/step-problem.js";
export type {
  Attempt,
  Decision,
  FirstStepRule,
  PendingAttempt,
  StepSizeController,
} from "./ports/step-size-controller.js";
export type { TimeSink } from "./ports/time-sink.js";
export type { TapeEntry, UserTape } from "./ports/user-tape.js";

// Tableaux

export type { BackwardPlan } from "./tableau/backward-plan.js";
export { backwardPlan } from "./tableau/backward-plan.js";
export type { ButcherTableau, Interpolant } from "./tableau/butcher-tableau.js";
export { interpolantOf } from "./tableau/interpolant-of.js";

// Steps and outcomes

export { lazyList } from "./steps/lazy-list.js";
export type { Outcome, OutcomeKind, Stiffness } from "./steps/outcome.js";
export { endedAsAsked, outcome, outcomeMessages, stiffOutcome } from "./steps/outcome.js";
export { nextAfter, stageTime } from "./steps/stage-time.js";
export type {
  Compilation,
  MemoryStatistics,
  PassStatistics,
  ReadCounts,
  Statistics,
} from "./steps/statistics.js";
export { newPassStatistics, newStatistics } from "./steps/statistics.js";
export type { Step, StepCut, StepOutput, StepSpan } from "./steps/step.js";
export type { Tolerances } from "./steps/tolerances.js";

// Checks of arguments and options

export { checkOptions, type OptionNames } from "./checks/check-options.js";
export { checkValue } from "./checks/check-value.js";
export { checkedTableau, tableauRequirement } from "./checks/checked-tableau.js";
export { completeTableau, type TableauCoefficients } from "./checks/complete-tableau.js";
export { contract, type Member, type Members } from "./checks/contract.js";
export {
  adjointContract,
  backendContract,
  controllerContract,
  dynamicsBackendContract,
  isFirstStepRule,
  methodContract,
  problemContract,
  scheduleContract,
  storeContract,
} from "./checks/contracts.js";
export { isCallable } from "./checks/is-callable.js";
export { isPlainObject } from "./checks/is-plain-object.js";
export { must, type OptionTable, type Requirement, required } from "./checks/requirement.js";
export {
  booleanRequirement,
  checkToleranceLength,
  enumRequirement,
  functionRequirement,
  nonEmptyString,
  numberRequirement,
  stepLimit,
  tolerance,
} from "./checks/requirements.js";
export { usesTime } from "./checks/uses-time.js";

// Errors

export { displayName } from "./errors/display-name.js";
export { GradientMismatchError } from "./errors/gradient-mismatch-error.js";
export { GradientUnresolvedError } from "./errors/gradient-unresolved-error.js";
export { IntegrationError } from "./errors/integration-error.js";
export { MemoryBudgetError } from "./errors/memory-budget-error.js";
export type { ErrorDetails } from "./errors/ode-error.js";
export { OdeError } from "./errors/ode-error.js";
export {
  CheckpointError,
  CompilationError,
  EngineFailedError,
  EngineUnavailableError,
  GrazingEventError,
  InvalidArgumentError,
  InvalidDynamicsError,
  InvalidStateError,
  InvalidTimesError,
  InvalidToleranceError,
  MissingGradientError,
  NoEventError,
  ParametersChangedError,
  ParametersError,
  ReleasedError,
  SecondDerivativeError,
  SynchronousReadError,
  UnknownOptionError,
  UnsupportedGradientError,
} from "./errors/plain-errors.js";
export { showValue } from "./errors/show-value.js";
