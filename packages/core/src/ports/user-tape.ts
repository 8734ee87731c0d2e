import type { State } from "../trees/state.js";

/** One operation on the user's tape: what went in, what came out, and how cotangents go back. */
export interface TapeEntry<A> {
  readonly name: string;
  readonly inputs: State<A>;
  readonly outputs: State<A>;
  /**
   * From the cotangents of the outputs (undefined: zero) to those of the inputs, one for each that is wanted.
   * Runs with the tape off.
   */
  pullback(
    cotangents: ReadonlyArray<A | undefined>,
    wanted: ReadonlyArray<boolean>,
  ): ReadonlyArray<A | undefined>;
  /** Called when the tape goes away, whether the backward pass came or not. */
  release(): void;
}

/** The tape of an engine's automatic differentiation, as far as a solver must join it. */
export interface UserTape<A> {
  /** Whether operations are being recorded now. */
  isRecording(): boolean;
  /** Runs `body` unrecorded. */
  suspended<T>(body: () => T): T;
  /** Puts an entry on the tape. */
  join(entry: TapeEntry<A>): void;
}
