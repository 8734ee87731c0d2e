import { RecordFault } from "../record-storage.js";

/** Bytes before each record in a page: its length. */
const PREFIX = 8;

/** The room that a record takes in a page. */
export function roomFor(length: number): number {
  return PREFIX + Math.ceil(length / 8) * 8;
}

/** Records that are written and read together. */
export class Page {
  readonly number: number;
  /** Bytes in use. */
  used = 0;
  /** Records that have not been removed. */
  live = 0;
  /** "open" takes more records; "queued" waits to be written. */
  state: "open" | "queued" | "writing" | "written" = "open";
  /** The bytes, while they are in memory. */
  bytes: Uint8Array | undefined;
  /** Settled when the bytes have been read again. */
  reading: Promise<Uint8Array> | undefined;

  /** @param bytes Room for its records. */
  constructor(number: number, bytes: Uint8Array) {
    this.number = number;
    this.bytes = bytes;
  }

  /** Whether a record of this length fits in. */
  hasRoomFor(length: number): boolean {
    return this.used + roomFor(length) <= (this.bytes as Uint8Array).length;
  }

  /** Adds a record, which `fill` writes, and returns its offset. */
  add(length: number, fill: (record: Uint8Array) => void): number {
    const bytes = this.bytes as Uint8Array;
    const offset = this.used;
    fill(bytes.subarray(offset + PREFIX, offset + PREFIX + length));
    new Uint32Array(bytes.buffer, offset, 1)[0] = length;
    this.used += roomFor(length);
    this.live++;
    return offset;
  }

  /** The record at an offset of the page's bytes. @throws RecordFault if there is none. */
  record(bytes: Uint8Array, offset: number): Uint8Array {
    const start = offset + PREFIX;
    const [length = 0] = new Uint32Array(bytes.buffer, bytes.byteOffset + offset, 1);
    if (start + length <= this.used) return bytes.subarray(start, start + length);
    throw new RecordFault(
      "is corrupt: its length is wrong",
      "Its file was changed by another program, or the disk is faulty: solve again, with another folder or store.",
    );
  }
}
