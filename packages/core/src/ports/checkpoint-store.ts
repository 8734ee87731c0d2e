import type { State } from "../trees/state.js";

/** Where checkpoints live. Keys are step numbers: the checkpoint n is the state before step n. */
export interface CheckpointStore<A> {
  readonly name: string;
  /** Takes over `state`, which it releases when it is removed. */
  put(step: number, state: State<A>): void;
  /** The stored state; it stays the store's. @throws ReleasedError when it is not there. */
  get(step: number): State<A>;
  /** Releases a state; nothing happens if it is not there. */
  remove(step: number): void;
  /** Releases all. */
  clear(): void;
  /** Steps that are stored, ascending. */
  steps(): ReadonlyArray<number>;
}

/** What a schedule tells its executor to do. */
export type CheckpointAction =
  /** Store the current state, which is the one before `step`. */
  | { readonly type: "store"; readonly step: number }
  /** Forget a checkpoint. */
  | { readonly type: "drop"; readonly step: number }
  /** Make a checkpoint the current state. */
  | { readonly type: "restore"; readonly step: number }
  /** Take steps, unrecorded, from the current state to the one before step `to`. */
  | { readonly type: "advance"; readonly to: number }
  /** Pull the cotangent back through steps from … to − 1; the current state is the one before `from`. */
  | { readonly type: "reverse"; readonly from: number; readonly to: number };

/**
 * What to remember, and what to take again. Pure functions; the set of stored steps is all they know of the past.
 */
export interface CheckpointSchedule {
  readonly name: string;
  /**
   * Before step `step` of the forward pass: stores and drops.
   *
   * @param total The number of steps if it is known beforehand.
   */
  forward(
    step: number,
    stored: ReadonlyArray<number>,
    total: number | undefined,
  ): ReadonlyArray<CheckpointAction>;
  /** The backward pass over `total` steps. Its reverses cover total − 1 … 0, each step once. */
  backward(total: number, stored: ReadonlyArray<number>): Iterable<CheckpointAction>;
}
