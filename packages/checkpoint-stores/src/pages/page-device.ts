/** Where pages of bytes are kept. Pages are numbered, and written once. */
export interface PageDevice {
  /** Starts to write a page; the bytes do not change until the promise settles. */
  write(page: number, bytes: Uint8Array): Promise<void>;
  /** Writes a page synchronously. Omitted: the device cannot. */
  writeNow?(page: number, bytes: Uint8Array): void;
  /** Reads a page that has been written, of `length` bytes. */
  read(page: number, length: number): Promise<Uint8Array>;
  /** The same, synchronously. */
  readNow?(page: number, length: number): Uint8Array;
  /** Frees a page. */
  remove(page: number): void;
  /** Frees everything. Operations in progress come to nothing. */
  close(): void;
}
