import { exact } from "../codecs/exact.js";
import type { HostArray, RecordCodec } from "../record-codec.js";
import { checksum } from "./checksum.js";
import {
  FLOAT64,
  HEADER_WORDS,
  type HostLeaf,
  LEAF_WORDS,
  MAGIC,
  toEight,
} from "./record-layout.js";

/** A record that is still to be written somewhere. */
export interface EncodedRecord {
  /** Its bytes. */
  readonly length: number;
  /** Writes it into as many bytes. */
  fill(record: Uint8Array): void;
}

/** The record of a state: its step, the shapes and values of its arrays, and a checksum of all that. */
export function encodeRecord(
  step: number,
  leaves: ReadonlyArray<HostLeaf>,
  codec: RecordCodec,
): EncodedRecord {
  // Values that stay as they are are copied from array to array: looking at the bytes of a small one costs an allocation.
  const parts: ReadonlyArray<HostArray | Uint8Array> = leaves.map(({ values }) =>
    codec === exact ? values : codec.encode(values),
  );
  let words = HEADER_WORDS;
  for (const { shape } of leaves) words += LEAF_WORDS + shape.length;
  let length = toEight(4 * words);
  for (const part of parts) length += toEight(part.byteLength);

  function fill(record: Uint8Array): void {
    if (record.byteOffset % 8 !== 0) {
      const aligned = new Uint8Array(length);
      fill(aligned);
      record.set(aligned);
      return;
    }
    const buffer = record.buffer as ArrayBuffer;
    const view = new Uint32Array(buffer, record.byteOffset, length / 4);
    view[0] = MAGIC;
    new Float64Array(buffer, record.byteOffset + 8, 1)[0] = step;
    view[4] = view.length;
    view[5] = leaves.length;
    let word = HEADER_WORDS;
    let offset = toEight(4 * words);
    for (let i = 0; i < leaves.length; i++) {
      const { values, shape } = leaves[i] as HostLeaf;
      const part = parts[i] as HostArray | Uint8Array;
      view[word++] = shape.length | (values instanceof Float64Array ? FLOAT64 : 0);
      view[word++] = part.byteLength;
      for (const axis of shape) view[word++] = axis;
      copyInto(record, offset, part);
      offset += toEight(part.byteLength);
    }
    if (words % 2 === 1) view[words] = 0;
    view[1] = checksum(view, 2);
  }

  return { length, fill };
}

/** Copies bytes or numbers, and zeros up to a multiple of eight bytes. */
function copyInto(record: Uint8Array, offset: number, part: HostArray | Uint8Array): void {
  const { byteLength } = part;
  record.fill(0, offset + byteLength, offset + toEight(byteLength));
  if (part instanceof Uint8Array) record.set(part, offset);
  else if (part instanceof Float64Array)
    new Float64Array(record.buffer, record.byteOffset + offset, part.length).set(part);
  else new Float32Array(record.buffer, record.byteOffset + offset, part.length).set(part);
}
