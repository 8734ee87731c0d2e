/** Where pages of bytes are kept. Pages are numbered, and written once. */
export interface PageDevice {
  /** Starts to write a page; the bytes do not change until the promise settles. */
  write(page: number, bytes: Uint8Array): Promise<void>;
  /** Writes a page synchronously. Omitted: the device cannot. */
  writeNow?(page: number, bytes: Uint8Array): void;
  /** Reads a page of `length` bytes that has been written. The result is `into`, which may be longer, or another array. */
  read(page: number, length: number, into: Uint8Array): Promise<Uint8Array>;
  /** Reads a page synchronously into `into`. */
  readNow?(page: number, length: number, into: Uint8Array): void;
  /** Frees a page. */
  remove(page: number): void;
  /** Frees everything. Operations in progress come to nothing. */
  close(): void;
}
