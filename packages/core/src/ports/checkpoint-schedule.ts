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

/** What a schedule knows when it decides. */
export interface ScheduleView {
  /** Steps that are stored, ascending. */
  readonly stored: ReadonlyArray<number>;
  /** Bytes of one checkpoint. */
  readonly bytes: number;
}

/** What a schedule knows before a step of the forward pass. */
export interface ForwardView extends ScheduleView {
  /** The step that comes next: the current state is the one before it. */
  readonly step: number;
  /** The number of steps, if it is known beforehand. */
  readonly total: number | undefined;
}

/** What a schedule knows when the backward pass begins. */
export interface BackwardView extends ScheduleView {
  /** The number of steps. */
  readonly total: number;
}

/** What to remember, and which steps to take again. Pure functions of what is stored. */
export interface CheckpointSchedule {
  readonly name: string;
  /** Before a step of the forward pass: stores and drops. */
  forward(view: ForwardView): ReadonlyArray<CheckpointAction>;
  /** The backward pass. Its reverses cover total − 1 … 0, each step once; what is stored is of these steps. */
  backward(view: BackwardView): Iterable<CheckpointAction>;
}
