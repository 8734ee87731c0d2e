/** An action that a schedule emits. */
export type CheckpointAction =
  /** Store the current state, the one before `step`. */
  | { readonly type: "store"; readonly step: number }
  /** Remove a checkpoint. */
  | { readonly type: "drop"; readonly step: number }
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
  /** The number of steps. */
  readonly total: number;
}

/** Decides which states to store and which steps to replay. Pure functions of the set of stored steps. */
export interface CheckpointSchedule {
  readonly name: string;
  /** Actions before a step of the forward pass: `store` and `drop` only. */
  forward(view: ForwardView): ReadonlyArray<CheckpointAction>;
  /**
   * Actions of the backward pass. Its `reverse` actions cover steps total − 1 … 0, each exactly once; `stored` contains
   * only these steps.
   */
  backward(view: BackwardView): Iterable<CheckpointAction>;
}
