// The entry without TensorFlow.js: everything on Float64Arrays

// General entry points

export { solve, solveAsync } from "./solve.js";

// Options, types and results

export type { EventOption, EventOptions } from "../events/event-options.js";
export type {
  AdaptiveOptions,
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
} from "../options/options.js";
export type { Times } from "../options/read-times.js";
export type {
  DifferentiableTimes,
  Float64Solution,
  PullbackOptions,
  Solution,
  SolutionEvents,
  SolutionGradients,
} from "../solve/solution.js";

// Types of f and the backend

export type {
  AnyFloat64Function,
  AnyFloat64StateFunction,
  Float64Function,
  Float64FunctionOf,
  Float64PlainFunction,
  Float64PlainStateFunction,
  Float64StateFunction,
  JacobianFunction,
} from "@symplectic-adjoint/backend-float64";
export { float64, withJacobian } from "@symplectic-adjoint/backend-float64";

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

// Memory budgets

export type { Explanation, ExplanationData, MemoryBudget } from "@symplectic-adjoint/planner";
export { explain } from "@symplectic-adjoint/planner";
export type { PlanMemoryOptions } from "../plan-memory/plan-memory-options.js";
export { type Float64PlanMemoryOptions, planMemory } from "./plan-memory.js";

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
  IntegrationError,
  MemoryBudgetError,
  OdeError,
} from "@symplectic-adjoint/core";

// Checking gradients

export type { CheckGradientOptions } from "../check-gradient/check-gradient-options.js";
export { checkGradient, type Float64CheckGradientOptions } from "./check-gradient.js";
