import type { RecordCodec } from "../record-codec.js";
import { checksum } from "./checksum.js";
import {
  FLOAT64,
  HEADER_WORDS,
  type HostLeaf,
  LEAF_WORDS,
  MAGIC,
  toEight,
} from "./record-layout.js";

/** The record of a state: its step, the shapes and values of its arrays, and a checksum of all that. */
export function encodeRecord(
  step: number,
  leaves: ReadonlyArray<HostLeaf>,
  codec: RecordCodec,
): Uint8Array {
  const parts = leaves.map(({ values }) => codec.encode(values));
  let words = HEADER_WORDS;
  for (const { shape } of leaves) words += LEAF_WORDS + shape.length;
  let end = toEight(4 * words);
  for (const part of parts) end += toEight(part.length);

  const bytes = new Uint8Array(end);
  const view = new Uint32Array(bytes.buffer);
  view[0] = MAGIC;
  new Float64Array(bytes.buffer, 8, 1)[0] = step;
  view[4] = view.length;
  view[5] = leaves.length;
  let word = HEADER_WORDS;
  let offset = toEight(4 * words);
  leaves.forEach(({ values, shape }, i) => {
    const part = parts[i] as Uint8Array;
    view[word++] = shape.length | (values instanceof Float64Array ? FLOAT64 : 0);
    view[word++] = part.length;
    for (const length of shape) view[word++] = length;
    bytes.set(part, offset);
    offset += toEight(part.length);
  });
  view[1] = checksum(view, 2);
  return bytes;
}
