import { bytesOf } from "@symplectic-adjoint/checkpoint";
import type { Problem, State, StepOperations } from "@symplectic-adjoint/core";
import { carriedState, type StepStart } from "@symplectic-adjoint/solver";
import { type CheckpointContents, requireStages } from "./checkpoint-options.js";

/** The stages of a step, as plain states. */
export type StageStates<A> = ReadonlyArray<State<A>>;

/**
 * What the checkpoints of one solution contain: the leaves of y, then those of the method's memory, then those of the
 * stages of the step, if they are stored.
 */
export interface CheckpointLayout<A> {
  /** Whether stages are stored. */
  readonly keepsStages: boolean;
  /** Bytes of a checkpoint. */
  readonly bytes: number;
  /** The checkpoint of a step. Its arrays are those of the arguments. */
  checkpointOf(start: StepStart<State<A>>, stages: StageStates<A> | undefined): State<A>;
  /** The state before the step: y and the memory. */
  startOf(checkpoint: State<A>): State<A>;
  /** The stages of the step. Undefined if it has none, such as the one of a state that was replayed. */
  stagesOf(checkpoint: State<A>): StageStates<A> | undefined;
}

/** @throws InvalidArgumentError if stages are to be stored and the method cannot keep them. */
export function checkpointLayout<A>(
  { backend, method, y0 }: Problem<A>,
  operations: Pick<StepOperations<State<A>, A>, "stateOf">,
  contents: CheckpointContents,
): CheckpointLayout<A> {
  const keepsStages = contents === "stages";
  if (keepsStages) requireStages(method);
  const { length } = y0;
  const carried = 1 + (method.memory ?? 0);
  const states = carried + (keepsStages ? (method.keptStages ?? 0) : 0);
  return {
    keepsStages,
    bytes: states * bytesOf(y0, backend),
    checkpointOf(start, stages) {
      const state = carriedState(operations, start);
      if (stages === undefined || stages.length === 0) return state;
      // For a few numbers, `flat` costs as much as a step.
      const all = state.slice();
      for (const stage of stages) for (const leaf of stage) all.push(leaf);
      return all;
    },
    startOf: (checkpoint) =>
      checkpoint.length === carried * length ? checkpoint : checkpoint.slice(0, carried * length),
    stagesOf(checkpoint) {
      if (checkpoint.length === carried * length) return undefined;
      const stages: Array<State<A>> = [];
      for (let first = carried * length; first < checkpoint.length; first += length)
        stages.push(checkpoint.slice(first, first + length));
      return stages;
    },
  };
}
