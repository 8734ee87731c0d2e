import type { CheckpointSchedule } from "@symplectic-adjoint/core";

/** One way of keeping checkpoints. */
export interface Candidate {
  readonly schedule: CheckpointSchedule;
  readonly contents: "state" | "stages";
  /** Steps on one tape at the same time; 0: one evaluation. */
  readonly window: number;
  /** Steps that are reversed together, and replayed before if they are not on one tape. Default 1. */
  readonly segment?: number | undefined;
  /** The most checkpoints at the same time; undefined: as many as steps, whose number is unknown. */
  readonly checkpoints: number | undefined;
  /** Whether the backward pass advances through steps to reach a state. */
  readonly recomputes: boolean;
}
