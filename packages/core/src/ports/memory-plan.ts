import type { CheckpointSchedule } from "./checkpoint-schedule.js";

/** Bytes by what they are for. */
export interface MemoryKinds {
  /** Checkpoints, and the states from which the solver steps. */
  readonly states: number;
  /** Stages that are kept with checkpoints. */
  readonly stages: number;
  /** Records of f that exist at the same time. */
  readonly tape: number;
  /** Cotangents of the parameters. */
  readonly parameters: number;
  /** The states at the output times, stacked or not, and their cotangents. */
  readonly outputs: number;
  /** Everything else that a step, or the reversal of one, needs while it runs. */
  readonly working: number;
}

/** How a solve and its pullback will use memory. */
export interface MemoryPlan {
  /** Name of the gradient strategy. */
  readonly strategy: string;
  /** The budget in bytes; undefined if there is none. */
  readonly budget: number | undefined;
  /** The smallest budget that would do, in bytes. */
  readonly minimum: number;
  /**
   * Bound on the bytes that exist at the same time, over both passes; what `perStep` counts comes on top. Without a
   * budget, and with a known number of steps that are all alike, it is what they need, to the byte, if it was measured.
   */
  readonly peak: number;
  /** The same by kind, at the time of the peak. */
  readonly kinds: MemoryKinds;
  readonly schedule: CheckpointSchedule;
  /** What a checkpoint contains: the state, or also the stages of its step. */
  readonly contents: "state" | "stages";
  /** The most steps on one tape at the same time; 0: one evaluation; Infinity: all, if their number is not known. */
  readonly window: number;
  /** Whether the backward pass may take steps again to reach a state that is not stored. */
  readonly recomputes: boolean;
  /** Name of the store. */
  readonly store: string;
  /** The number of steps; undefined if they are adaptive. */
  readonly steps: number | undefined;
  /** The most checkpoints at the same time; undefined if there are as many as steps, whose number is unknown. */
  readonly checkpoints: number | undefined;
  /** Bytes of one checkpoint. */
  readonly checkpointBytes: number;
  /** Bytes of memory that the store needs for one. */
  readonly perCheckpoint: number;
  /** Bytes that each step adds to the peak if their number is not known, and memory grows with it; else 0. */
  readonly perStep: number;
  /** Whether the sizes were measured. If not, they were computed from those of the state, and what f keeps is unknown. */
  readonly measured: boolean;
}
