import type { HostArray } from "../record-codec.js";

/** One array of a state, on the host. */
export interface HostLeaf {
  readonly values: HostArray;
  readonly shape: ReadonlyArray<number>;
}

// A record, in 32-bit words: a header; for each array its precision, rank, stored bytes and shape; then, from a multiple
// of eight bytes on, the bytes of each array, filled up to a multiple of eight.
//
//   0  MAGIC
//   1  checksum of all words after it
//   2  step, as a double
//   4  words of the record
//   5  arrays

/** First word of a record. */
export const MAGIC = 0x53414331;
/** Words of the header. */
export const HEADER_WORDS = 6;
/** Words for each array, besides its shape. */
export const LEAF_WORDS = 2;
/** Set in an array's first word if it is float64; the other bits are the rank. */
export const FLOAT64 = 0x100;

/** Rounds a number of bytes up to a multiple of eight. */
export function toEight(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
