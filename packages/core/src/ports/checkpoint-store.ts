import type { State } from "../trees/state.js";
import type { MaybeReading } from "./reading.js";

/**
 * Where checkpoints are kept. Keys are step numbers: the checkpoint n is the state before step n.
 *
 * `put` and `get` answer at once, or as a `Reading` where the store must wait, as for a file: solves that are driven
 * synchronously then fail with a SynchronousReadError. The next call comes when the last one has answered.
 */
export interface CheckpointStore<A> {
  readonly name: string;
  /**
   * Keeps a copy of `state`, in full precision: retained, or its values elsewhere. The state itself is lent until the store
   * has answered.
   */
  put(step: number, state: State<A>): MaybeReading<void, A>;
  /**
   * The stored state. It stays the store's, alive until the step is removed or another one is got.
   *
   * @throws ReleasedError when it is not there.
   */
  get(step: number): MaybeReading<State<A>, A>;
  /** Releases a copy; nothing happens if it is not there. */
  remove(step: number): void;
  /** Releases all, at once. */
  clear(): void;
  /** Steps that are stored, ascending. */
  steps(): ReadonlyArray<number>;
  /** Announces that `step` will be got soon, so that a slow store can begin to read it. */
  prefetch?(step: number): void;
}
