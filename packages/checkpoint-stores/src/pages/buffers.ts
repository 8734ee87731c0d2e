/** Buffers that are kept for the next pages. */
const MOST_SPARE = 4;

/** Buffers of pages, which are used again: as garbage they would pile up, because the engine hardly notices it. */
export class Buffers {
  readonly #size: number;
  readonly #spare: Array<Uint8Array> = [];

  /** @param size Bytes of an ordinary page. */
  constructor(size: number) {
    this.#size = size;
  }

  /** A buffer of at least this many bytes, with any contents. */
  take(bytes: number): Uint8Array {
    if (bytes > this.#size) return new Uint8Array(bytes);
    return this.#spare.pop() ?? new Uint8Array(this.#size);
  }

  /** Gives back a buffer that nobody uses any more. */
  giveBack(buffer: Uint8Array): void {
    if (buffer.length === this.#size && this.#spare.length < MOST_SPARE) this.#spare.push(buffer);
  }
}
