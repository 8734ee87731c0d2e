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

  constructor(number: number, capacity: number) {
    this.number = number;
    this.bytes = new Uint8Array(capacity);
  }

  hasRoomFor(record: Uint8Array): boolean {
    return this.used + roomFor(record.length) <= (this.bytes as Uint8Array).length;
  }

  /** Adds a record, and returns its offset. */
  add(record: Uint8Array): number {
    const bytes = this.bytes as Uint8Array;
    const offset = this.used;
    new Uint32Array(bytes.buffer, offset, 1)[0] = record.length;
    bytes.set(record, offset + PREFIX);
    this.used += roomFor(record.length);
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
