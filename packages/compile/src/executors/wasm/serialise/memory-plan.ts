/** Bytes of a page of WebAssembly memory. */
export const PAGE_BYTES = 65_536;

/** Bytes after everything: instructions may read a few vectors beyond the end of an array, and ignore them. */
const MARGIN = 256;

/** Something to be written once memory is there. */
interface Content {
  readonly address: number;
  readonly values: Int32Array | Float32Array | Float64Array;
}

/** Where everything lies in a program's memory: handed out one after another, and never taken back. */
export class MemoryPlan {
  #end: number;
  #contents: Array<Content> = [];

  /** @param start The first address that is free. */
  constructor(start: number) {
    this.#end = start;
  }

  /** Room for so many bytes, in a place that suits vectors. */
  take(bytes: number): number {
    const address = Math.ceil(this.#end / 16) * 16;
    this.#end = address + bytes;
    return address;
  }

  /** Room for values, which are written by `write`. */
  place(values: Content["values"]): number {
    const address = this.take(values.byteLength);
    this.#contents.push({ address, values });
    return address;
  }

  /** The memory that it needs. */
  get pages(): number {
    return Math.ceil((this.#end + MARGIN) / PAGE_BYTES);
  }

  /** Writes what was placed since the last time. */
  write(buffer: ArrayBuffer): void {
    for (const { address, values } of this.#contents) {
      new Uint8Array(buffer, address, values.byteLength).set(
        new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      );
    }
    this.#contents = [];
  }
}
