import type { CheckpointAction } from "@symplectic-adjoint/core";

/** No actions, without a new list for each step. */
export const NOTHING: ReadonlyArray<CheckpointAction> = Object.freeze([]);
