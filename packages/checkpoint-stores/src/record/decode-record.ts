import type { RecordCodec } from "../record-codec.js";
import { RecordFault } from "../record-storage.js";
import { checksum } from "./checksum.js";
import {
  FLOAT64,
  HEADER_WORDS,
  type HostLeaf,
  LEAF_WORDS,
  MAGIC,
  toEight,
} from "./record-layout.js";

/**
 * The arrays of a record. They may share its memory.
 *
 * @throws RecordFault if it is not bitwise the record that was encoded for this step.
 */
export function decodeRecord(given: Uint8Array, step: number, codec: RecordCodec): Array<HostLeaf> {
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  const { byteOffset, byteLength } = bytes;
  const buffer = bytes.buffer as ArrayBuffer;
  if (byteLength < 4 * HEADER_WORDS || byteLength % 8 !== 0) throw corrupt("it is incomplete");
  const words = new Uint32Array(buffer, byteOffset, byteLength / 4);
  if (words[0] !== MAGIC) throw corrupt("it does not start as a checkpoint does");
  if (words[4] !== words.length) throw corrupt("it is incomplete");
  if (words[1] !== checksum(words, 2)) throw corrupt("its checksum is wrong");
  if (new Float64Array(buffer, byteOffset + 8, 1)[0] !== step)
    throw corrupt("it belongs to another step");

  const shapes: Array<{ shape: Array<number>; length: number; isDouble: boolean }> = [];
  let word = HEADER_WORDS;
  for (let i = 0; i < (words[5] as number); i++) {
    const kind = words[word] as number;
    const start = word + LEAF_WORDS;
    const end = start + (kind & ~FLOAT64);
    const shape = Array.from(words.subarray(start, end));
    shapes.push({ shape, length: words[word + 1] as number, isDouble: (kind & FLOAT64) !== 0 });
    word = end;
  }
  let offset = toEight(4 * word);
  return shapes.map(({ shape, length, isDouble }) => {
    const part = bytes.subarray(offset, offset + length);
    offset += toEight(length);
    return { shape, values: codec.decode(part, isDouble ? "float64" : "float32") };
  });
}

function corrupt(how: string): RecordFault {
  return new RecordFault(
    `is corrupt: ${how}`,
    "Its file or memory was changed by another program, or the disk is faulty: solve again, with another folder or store.",
  );
}
