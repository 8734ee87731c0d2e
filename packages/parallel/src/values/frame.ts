// A message is: 4 bytes of magic number, 4 bytes of the header's length (both big-endian), the header, padding to a
// multiple of 8, and the arrays, each padded to a multiple of 8.

/** The first four bytes of a message, "SAV1": changed with the format. */
export const MAGIC = 0x53_41_56_31;

/** Bytes before the header. */
export const PREAMBLE = 8;

/** Arrays start at multiples of this many bytes, as Float64Arrays must. */
export const ALIGNMENT = 8;

/** A number of bytes, rounded up to a multiple of the alignment. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
