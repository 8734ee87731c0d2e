import {
  type Backend,
  type CheckpointSchedule,
  type CheckpointStore,
  enumRequirement,
  functionRequirement,
  InvalidArgumentError,
  type Method,
  type Requirement,
  scheduleContract,
} from "@symplectic-adjoint/core";
import { type MemoryBudget, memoryBudgetRequirement } from "@symplectic-adjoint/planner";

/** What a checkpoint contains: the state before a step, or that and the stages of the step. */
export type CheckpointContents = "state" | "stages";

/** How much of the solution is on a tape at once in the backward pass. */
export type TapeWindow = "evaluation" | "step" | "segment";

/** Options of a checkpointing strategy. */
export interface CheckpointOptions {
  /** Which states to store. */
  readonly schedule?: CheckpointSchedule | undefined;
  /** Creates the store of one solution. Default: in memory. */
  readonly store?: (<A>(backend: Backend<A>) => CheckpointStore<A>) | undefined;
  /**
   * What a checkpoint contains. Default "state". With "stages", which requires the window "evaluation", it takes as much
   * memory as s states for s active stages, and the reversal of its step evaluates f s times instead of 2s − 1. For a
   * few equations in float64, where f costs less than a copy of its result, "state" is faster.
   */
  readonly contents?: CheckpointContents | undefined;
  /**
   * How much is on a tape at once: one evaluation of f, as in the symplectic adjoint method; one step; or a segment, all
   * steps that the schedule reverses together. The longer, the more memory, and the fewer evaluations are repeated.
   */
  readonly window?: TapeWindow | undefined;
}

/** Options of the checkpointing strategies that can plan. */
export interface PlannedOptions extends CheckpointOptions {
  /**
   * The most bytes that the solve and its pullback may add to what existed before, at any time of both passes: a number,
   * or a text such as "64 MiB" or "24MB". Schedule and contents of checkpoints are then chosen so that as few steps as
   * possible are computed again, also for adaptive steps; the gradient does not depend on them. Default: no limit.
   *
   * One step and its reversal are measured before the first step, which costs about as many evaluations of f. On backends
   * that cannot measure, sizes are computed from that of the state.
   */
  readonly memoryBudget?: MemoryBudget | undefined;
}

/** Requirements on the options of checkpointing strategies. */
export const checkpointOptionTable: Readonly<Record<keyof CheckpointOptions, Requirement>> = {
  schedule: scheduleContract,
  store: functionRequirement("Write store: (backend) => memoryStore(backend), or leave it out."),
  contents: enumRequirement(["state", "stages"], 'Write contents: "stages", or leave it out.'),
  window: enumRequirement(
    ["evaluation", "step", "segment"],
    'Write window: "evaluation", or leave it out.',
  ),
};

/** Requirements on the options of strategies that can plan. */
export const plannedOptionTable: Readonly<Record<keyof PlannedOptions, Requirement>> = {
  ...checkpointOptionTable,
  memoryBudget: memoryBudgetRequirement,
};

/** @throws InvalidArgumentError if a budget is given together with what it decides. */
export function refuseDecided({ schedule, contents }: CheckpointOptions): void {
  const [name, value] =
    schedule !== undefined ? ["schedule", schedule.name] : ["contents", contents];
  if (value === undefined) return;
  throw new InvalidArgumentError({
    argument: name as string,
    value,
    problem: "was given together with memoryBudget, which decides it",
    remedy: "Leave out one of them; planMemory shows what a given one needs.",
  });
}

/** @throws InvalidArgumentError if the stages would be stored for tapes, which do not use them. */
export function refuseUnusedStages(contents: CheckpointContents, window: TapeWindow): void {
  if (contents === "state" || window === "evaluation") return;
  throw new InvalidArgumentError({
    argument: "contents",
    value: contents,
    problem: `would be stored for nothing: with window: "${window}", a tape evaluates every stage again`,
    remedy: 'Write contents: "state", or window: "evaluation".',
  });
}

/** @throws InvalidArgumentError if a method cannot keep the stages that checkpoints are to contain. */
export function requireStages({ name, keptStages, reverse }: Method): void {
  if (keptStages !== undefined && reverse !== undefined) return;
  throw new InvalidArgumentError({
    argument: "contents",
    value: "stages",
    problem: `cannot be stored with the method ${name}, which does not keep its stages`,
    remedy: 'Write contents: "state", or use an explicit Runge-Kutta method.',
  });
}
