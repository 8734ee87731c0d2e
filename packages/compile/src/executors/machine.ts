import type { FloatArray, Slot } from "../program/program.js";
import type { Leaves } from "./executor.js";

/**
 * The memory of one program and what runs on it, as far as executors differ: the rest is the same for all of them.
 *
 * @typeParam Place Where numbers lie.
 * @typeParam Word What code consists of.
 * @typeParam Code Instructions that are ready to run.
 */
export interface Machine<Place, Word, Code> {
  /** Bytes of its memory. */
  readonly bytes: number;
  /** The parts of the program. */
  readonly prelude: Code;
  readonly forward: Code;
  readonly backward: Code;
  /** Slots of the arena that are next to one another. */
  at(slots: ReadonlyArray<Slot>): Place;
  /** New memory for so many numbers of the program. It can be used after `settle`. */
  take(count: number): Place;
  /** New memory with these doubles. */
  takeDoubles(values: Float64Array): Place;
  /** Code of words. It can be run after `settle`. */
  assemble(words: ReadonlyArray<Word>): Code;
  /** Makes memory for all that was taken and assembled. */
  settle(): void;
  run(code: Code): void;

  /** Copies arrays to a place, one after another. */
  copyIn(leaves: Leaves, to: Place): void;
  /** Copies numbers at a place to arrays. */
  copyOut(leaves: Leaves, from: Place): void;
  /** Adds numbers at a place to an array. */
  addTo(sum: FloatArray, from: Place): void;
  /** The first number at a place. */
  readNumber(place: Place): number;
  writeNumber(place: Place, value: number): void;
  /** Among doubles. */
  readDouble(place: Place, index: number): number;
  writeDouble(place: Place, index: number, value: number): void;

  /** Words that run code. */
  call(code: Code): ReadonlyArray<Word>;
  /** Words that copy so many numbers. */
  copy(out: Place, x: Place, count: number): ReadonlyArray<Word>;
  /** Words that fill with zeros. */
  zero(out: Place, count: number): ReadonlyArray<Word>;
  /** out = base + scale · Σ weight · term, with states; terms of weight zero are not read. The scale is a double. */
  combine(
    out: Place,
    base: Place | undefined,
    scale: Place,
    weights: ReadonlyArray<number>,
    terms: ReadonlyArray<Place>,
  ): ReadonlyArray<Word>;
  /** The norm of the error between two states as a double, with rtol and atol of each leaf, doubles as well. */
  norm(out: Place, error: Place, from: Place, to: Place, tolerances: Place): ReadonlyArray<Word>;
}
