/** Items in one chunk. */
const CHUNK = 1 << 14;

/**
 * A list that may become long: in chunks, because an array that grows copies itself again and again, and the copies are
 * garbage of several times its size. Adding and removing at the end takes constant time.
 */
export class ChunkedList<T> {
  length = 0;
  /** As long as the list; the other chunks have their full length from the start. */
  readonly #first: Array<T> = [];
  readonly #chunks: Array<Array<T | undefined>> = [this.#first as Array<T | undefined>];

  /** The list as an array, as long as it has one chunk. */
  get array(): ReadonlyArray<T> | undefined {
    return this.length <= CHUNK ? this.#first : undefined;
  }

  at(index: number): T {
    return this.#chunkOf(index)[index % CHUNK] as T;
  }

  set(index: number, item: T): void {
    this.#chunkOf(index)[index % CHUNK] = item;
  }

  insert(index: number, item: T): void {
    if (this.length === CHUNK * this.#chunks.length) this.#chunks.push(new Array(CHUNK));
    for (let i = this.length; i > index; i--) this.set(i, this.at(i - 1));
    this.set(index, item);
    this.length++;
  }

  remove(index: number): T {
    const item = this.at(index);
    for (let i = index + 1; i < this.length; i++) this.set(i - 1, this.at(i));
    this.length--;
    if (this.length < CHUNK) this.#first.length = this.length;
    else if (this.length === CHUNK * (this.#chunks.length - 1)) this.#chunks.pop();
    else this.#chunkOf(this.length)[this.length % CHUNK] = undefined;
    return item;
  }

  clear(): void {
    this.length = 0;
    this.#first.length = 0;
    this.#chunks.length = 1;
  }

  #chunkOf(index: number): Array<T | undefined> {
    return this.#chunks[Math.floor(index / CHUNK)] as Array<T | undefined>;
  }
}
