// Tasks

export {
  defineTasks,
  type TaskFunction,
  type TaskFunctions,
  type Tasks,
  type TasksOptions,
} from "./tasks/define-tasks.js";
export type { NumericArray, TaskValue } from "./values/task-value.js";

// Pools

export { inlinePool } from "./pool/inline-pool.js";
export type { Pool, Publication, RunOptions, Traffic } from "./pool/pool.js";

// Ensembles

export { type Ensemble, ensemble } from "./ensemble/ensemble.js";
export type { EnsembleOptions, EnsembleProgress } from "./ensemble/ensemble-options.js";
export type { MemberOutcome } from "./ensemble/member-outcome.js";

// Data-parallel gradients

export type { GradientArray, GradientTree } from "./gradients/gradient-tree.js";
export { namedTensors, type VariableLike, variableValues } from "./gradients/named-tensors.js";
export {
  type BatchGradients,
  type GradientOptions,
  parallelGradients,
  type ShardGradients,
} from "./gradients/parallel-gradients.js";
export type { Batch } from "./gradients/split-batch.js";

// Errors

export {
  NoWorkersError,
  PoolAbortedError,
  PoolClosedError,
  PoolError,
  QueueUnavailableError,
  TaskFailedError,
  TaskVersionError,
  UnknownTaskError,
  WorkerLostError,
  WorkerStartError,
} from "./errors/pool-errors.js";
