import type { Operation } from "../lowering/operation.js";
import type { Program } from "../program.js";
import type { Bars } from "../sections/sections-of.js";
import type { LastingPlaces } from "./lasting-places.js";
import { layOut } from "./lay-out.js";
import type { Storage } from "./storage.js";

/** Bytes of the longest vectors that executors load at once. */
const VECTOR_BYTES = 16;

/**
 * Gives every place its offset: first those that last, then the temporary ones, which the prelude, the function and its
 * derivative use in turn.
 *
 * @returns The length of the arena.
 */
export function placeAll(
  { inputs, time, isTimeUsed, constants, kept }: LastingPlaces,
  outputs: ReadonlyArray<Storage>,
  bars: Bars,
  operations: Record<"prelude" | "forward" | "backward", ReadonlyArray<Operation>>,
  precision: Program["precision"],
): number {
  const unit = VECTOR_BYTES / (precision === "float32" ? 4 : 8);
  // Single numbers are not loaded as vectors.
  const align = (offset: number, length: number): number =>
    length === 1 ? offset : Math.ceil(offset / unit) * unit;
  let end = 0;
  const place = (storage: Storage): void => {
    storage.offset = align(end, storage.length);
    end = storage.offset + storage.length;
  };
  // Next to one another, so that a whole state is one run of numbers.
  const placeTogether = (leaves: ReadonlyArray<Storage>): void => {
    end = align(end, 0);
    for (const storage of leaves) {
      storage.offset = end;
      end += storage.length;
    }
  };
  placeTogether(inputs.states);
  placeTogether(inputs.cotangents);
  placeTogether(outputs);
  placeTogether(bars.states);
  for (const storage of [...bars.parameters, ...inputs.parameters, ...inputs.captured, ...kept()])
    place(storage);
  // Short ones last: they fill no gaps otherwise.
  const scalars = [...(isTimeUsed() ? [time] : []), ...bars.time];
  const byLength = constants.map(({ storage }) => storage).sort((a, b) => b.length - a.length);
  for (const storage of [...byLength, ...scalars]) place(storage);
  const ends = Object.values(operations).map((list) => layOut(list, end, align));
  return Math.max(end, ...ends);
}
