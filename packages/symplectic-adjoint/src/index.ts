// The five functions and their …Async variants

export { odeint, odeintAsync } from "./odeint/odeint.js";
export { odeintAdjoint, odeintAdjointAsync } from "./odeint/odeint-adjoint.js";
export { odeintCheckpoint, odeintCheckpointAsync } from "./odeint/odeint-checkpoint.js";
export { odeintOnecheckpoint, odeintOnecheckpointAsync } from "./odeint/odeint-onecheckpoint.js";
export {
  odeintSymplecticAdjoint,
  odeintSymplecticAdjointAsync,
} from "./odeint/odeint-symplectic-adjoint.js";

// Until an event

export type { EventSolution } from "./events/event-solution.js";
export type { InitialTime } from "./events/event-times.js";
export { type EventState, odeintEvent } from "./events/odeint-event.js";
export { odeintEventAsync } from "./events/odeint-event-async.js";
export type {
  OdeintEventAsyncOptions,
  OdeintEventOptions,
} from "./events/odeint-event-options.js";

// General entry points

export { solve, solveAsync } from "./solve/solve.js";

// Options, types and results

export type { EventOption, EventOptions } from "./events/event-options.js";
export type {
  AdaptiveOptions,
  AdjointOptions,
  AdjointStepOptions,
  AsyncOptions,
  BudgetOptions,
  FixedOptions,
  Float64SolveOptions,
  Method,
  ObservedStep,
  OdeOptions,
  ParameterTree,
  Saved,
  SaveFunction,
  SolutionOptions,
  SolveOptions,
  TimeKind,
  TimeOf,
  Tolerance,
  Weight,
} from "./options/options.js";
export type { Times } from "./options/read-times.js";
export type { AnyRank, OdeFunction, StateOf, TensorTree } from "./options/tensor-types.js";
export type {
  DifferentiableTimes,
  Float64Solution,
  PullbackOptions,
  Solution,
  SolutionEvents,
  SolutionGradients,
} from "./solve/solution.js";

// Methods

export type { MethodName } from "@symplectic-adjoint/tableaux";
export { butcherTableau, exactCoefficients, orderOf, tableaux } from "@symplectic-adjoint/tableaux";

// Step control

export { fixedSteps, integralController, laggedController } from "@symplectic-adjoint/step-size";

// Gradient strategies

export type {
  CheckpointOptions,
  ContinuousAdjointOptions,
  PlannedOptions,
} from "@symplectic-adjoint/adjoint";
export {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  oneCheckpoint,
  symplecticAdjoint,
} from "@symplectic-adjoint/adjoint";

// Checkpoints

export type {
  CheckpointCount,
  DrawingOptions,
  LevelCounts,
  MultiLevelOptions,
  ScheduleSimulation,
  SimulationOptions,
  TwoLevelOptions,
} from "@symplectic-adjoint/checkpoint";
export {
  binomial,
  drawSchedule,
  everyNth,
  everyStep,
  memoryStore,
  multiLevel,
  online,
  recomputedSteps,
  simulateSchedule,
  squareRoot,
  startOnly,
  tieredStore,
  twoLevel,
} from "@symplectic-adjoint/checkpoint";

// Backends

export type { Float64Function } from "@symplectic-adjoint/backend-float64";
export { float64 } from "@symplectic-adjoint/backend-float64";
export type { LeanEngineStatus, TensorFunction } from "@symplectic-adjoint/backend-tfjs";
export {
  disposeAbandonedTape,
  leanEngineStatus,
  measureMemory,
  tfjs,
  useLeanEngine,
} from "@symplectic-adjoint/backend-tfjs";

// Memory budgets

export type { Explanation, ExplanationData, MemoryBudget } from "@symplectic-adjoint/planner";
export { explain } from "@symplectic-adjoint/planner";
export { planMemory } from "./plan-memory/plan-memory.js";
export type { PlanMemoryOptions } from "./plan-memory/plan-memory-options.js";

// Outcomes and errors

export type {
  Compilation,
  GradientComparison,
  GradientReport,
  GradientVerdict,
  MemoryKinds,
  MemoryPlan,
  MemoryStatistics,
  Outcome,
  Statistics,
  StepEvent,
  Tree,
} from "@symplectic-adjoint/core";
export {
  GradientMismatchError,
  GradientUnresolvedError,
  GrazingEventError,
  IntegrationError,
  MemoryBudgetError,
  NoEventError,
  OdeError,
} from "@symplectic-adjoint/core";

// Checking gradients

export { checkGradient } from "./check-gradient/check-gradient.js";
export type { CheckGradientOptions } from "./check-gradient/check-gradient-options.js";
