import type { State } from "../trees/state.js";
import type { MaybeReading } from "./reading.js";

/**
 * Stores checkpoints. Keys are step numbers: checkpoint n is the state before step n.
 *
 * `put` and `get` return their result, or a `Reading` if the store has to wait, for example for a file: synchronous
 * solves then fail with a SynchronousReadError. Calls never overlap.
 */
export interface CheckpointStore<A> {
  readonly name: string;
  /**
   * Stores a copy of `state`: retained, or its values elsewhere; in full precision unless the store states otherwise.
   * The state itself is borrowed until the call, or the reading it returns, has finished.
   *
   * @param level For stores with several levels, such as `tieredStore`; 0, the default, is the fastest. Others ignore it.
   */
  put(step: number, state: State<A>, level?: number): MaybeReading<void, A>;
  /**
   * The stored state. The store still owns it: it is valid until the step is removed or `get` is called again.
   *
   * @throws ReleasedError if the step is not stored.
   */
  get(step: number): MaybeReading<State<A>, A>;
  /** Moves a checkpoint to another level. Only stores with several levels have it. */
  move?(step: number, level: number): MaybeReading<void, A>;
  /** Releases a copy; does nothing if the step is not stored. */
  remove(step: number): void;
  /** Releases all states immediately. */
  clear(): void;
  /** Steps that are stored, ascending. */
  steps(): ReadonlyArray<number>;
  /** Announces that `step` will be requested soon, so that a slow store can start to read it. */
  prefetch?(step: number): void;
  /**
   * Bytes of memory that a stored state of `bytes` bytes takes: 0 for files. Omitted: all of them.
   */
  residentBytes?(bytes: number): number;
}
