import type { CheckpointSchedule } from "../ports/checkpoint-schedule.js";
import type { MemoryPlan } from "../ports/memory-plan.js";

/** The cost of reading scalars back. */
export interface ReadCounts {
  /** Number of scalars read back; numbers already on the host are not counted. */
  readbacks: number;
  /** Milliseconds spent waiting for reads; 0 for synchronous reads. */
  stalled: number;
}

/** Counts for one direction of the integration. */
export interface PassStatistics extends ReadCounts {
  /** Evaluations of f, including recorded ones and those of rejected or discarded steps. */
  evaluations: number;
  /** Evaluations recorded for a VJP. */
  recorded: number;
  /** Vector–Jacobian products. */
  vjps: number;
  accepted: number;
  rejected: number;
  /** Attempts made in advance (speculation) and discarded; not counted as rejected. */
  discarded: number;
}

/** Counts that grow while the solution is computed and differentiated. */
export interface Statistics {
  readonly forward: PassStatistics;
  /** All backward passes so far, together. */
  readonly backward: PassStatistics;
  /** Signed lengths of the accepted forward steps. */
  readonly stepSizes: Array<number>;
  /** What a checkpointing strategy stored and computed again; undefined for others. */
  memory?: MemoryStatistics | undefined;
  /** How f was run, if it was given as a compiled function; undefined for others. */
  compiled?: Compilation | undefined;
}

/** How a compiled function was run. */
export type Compilation =
  | {
      /** What ran it. */
      readonly executor: "javascript" | "wasm" | "tensorflow";
      /** Precision of all arithmetic. */
      readonly precision: "float32" | "float64";
      /** How often it has been traced so far, by all solves. */
      readonly traces: number;
      /** Bytes of the programs that it runs and of the memory of its steps: known before the first step, constant during a solve. */
      readonly bytes: number;
      /** Names of the other functions of the solve, such as "save", that could not be compiled, and are run as they are. */
      readonly interpreted?: ReadonlyArray<string> | undefined;
    }
  | {
      /** Why it was not compiled, but run as it is. */
      readonly interpreted: string;
    };

/** What a solve stored, and what its backward passes computed again. */
export interface MemoryStatistics {
  readonly schedule: CheckpointSchedule;
  readonly store: string;
  readonly contents: "state" | "stages";
  /** Bytes of one checkpoint. */
  readonly checkpointBytes: number;
  /** The most checkpoints at the same time, so far. */
  checkpoints: number;
  /** Steps that the backward passes so far advanced through to reach a state, besides those that they reversed. */
  recomputed: number;
  /** The plan, if there was a budget. */
  readonly plan?: MemoryPlan | undefined;
}

/** Statistics with all counts zero. */
export function newStatistics(): Statistics {
  return { forward: newPassStatistics(), backward: newPassStatistics(), stepSizes: [] };
}

/** Statistics of one direction with all counts zero. */
export function newPassStatistics(): PassStatistics {
  return {
    evaluations: 0,
    recorded: 0,
    vjps: 0,
    accepted: 0,
    rejected: 0,
    discarded: 0,
    readbacks: 0,
    stalled: 0,
  };
}
