/** An action that a schedule emits. */
export type CheckpointAction =
  /** Store the current state, the one before `step`; at a level of a store that has several, 0 being the fastest. */
  | { readonly type: "store"; readonly step: number; readonly level?: number | undefined }
  /** Remove a checkpoint. */
  | { readonly type: "drop"; readonly step: number }
  /** Move a checkpoint to another level, unless it is there already. */
  | { readonly type: "move"; readonly step: number; readonly level: number }
  /** Make a checkpoint the current state. */
  | { readonly type: "restore"; readonly step: number }
  /** Replay steps without recording, from the current state to the state before step `to`. */
  | { readonly type: "advance"; readonly to: number }
  /** Pull the cotangent back through steps from … to − 1; the current state is the one before `from`. */
  | { readonly type: "reverse"; readonly from: number; readonly to: number };

/** Input of a schedule's decisions. */
export interface ScheduleView {
  /** Steps that are stored, ascending. */
  readonly stored: ReadonlyArray<number>;
  /** Bytes of one checkpoint. */
  readonly bytes: number;
}

/** Input of a schedule before a step of the forward pass. */
export interface ForwardView extends ScheduleView {
  /** The next step: the current state is the one before it. */
  readonly step: number;
  /** The number of steps, if known in advance. */
  readonly total: number | undefined;
}

/** Input of a schedule at the start of the backward pass. */
export interface BackwardView extends ScheduleView {
  /** Steps that are stored, ascending; to be read before the first action. */
  readonly stored: ReadonlyArray<number>;
  /** The number of steps. */
  readonly total: number;
}

/** Decides which states to store and which steps to replay. Pure functions of the set of stored steps. */
export interface CheckpointSchedule {
  readonly name: string;
  /**
   * The most checkpoints that it has stored at once, if that does not depend on the number of steps. A backward pass that
   * keeps checkpoints for another one then keeps only what fits.
   */
  readonly checkpoints?: number | undefined;
  /** Actions before a step of the forward pass: `store`, `drop` and `move` only. */
  forward(view: ForwardView): ReadonlyArray<CheckpointAction>;
  /**
   * Actions of the backward pass. Its `reverse` actions cover steps total − 1 … 0, each exactly once; `stored` contains
   * only these steps.
   */
  backward(view: BackwardView): Iterable<CheckpointAction>;
}
