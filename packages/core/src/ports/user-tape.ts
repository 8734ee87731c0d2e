import type { State } from "../trees/state.js";

/** One operation on the user's tape: inputs, outputs and pullback. */
export interface TapeEntry<A> {
  readonly name: string;
  readonly inputs: State<A>;
  readonly outputs: State<A>;
  /**
   * From the cotangents of the outputs (undefined: zero) to those of the requested inputs. Runs with the tape
   * suspended.
   */
  pullback(
    cotangents: ReadonlyArray<A | undefined>,
    wanted: ReadonlyArray<boolean>,
  ): ReadonlyArray<A | undefined>;
  /** Called when the tape is freed, whether or not a backward pass ran. */
  release(): void;
}

/** The parts of an automatic differentiation tape that a solver needs to record on it. */
export interface UserTape<A> {
  /** Whether operations are being recorded now. */
  isRecording(): boolean;
  /** Runs `body` unrecorded. */
  suspended<T>(body: () => T): T;
  /** Records an entry. */
  join(entry: TapeEntry<A>): void;
}
