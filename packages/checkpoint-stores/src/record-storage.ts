/**
 * Keeps the bytes of records for a `recordStore`. `H` is its handle of a record.
 *
 * Errors that it throws, or with which its promises are rejected, reach the user as a `CheckpointError` that names the
 * store and the step; throw a {@link RecordFault} to say what to do about them. Calls never overlap.
 */
export interface RecordStorage<H = unknown> {
  readonly name: string;
  /** Bytes of memory that a record of `bytes` bytes takes. Omitted: all of them. */
  residentBytes?(bytes: number): number;
  /**
   * Stores a record of `length` bytes, or queues it for writing. Never waits.
   *
   * @param fill Writes the record into `length` bytes, which the storage provides; to be called once, before `write`
   * returns.
   */
  write(length: number, fill: (record: Uint8Array) => void): H;
  /** What to wait for before the next `write`, if the queue is full. Rejected if writing failed. */
  backlog?(): PromiseLike<void> | undefined;
  /** Writes as much of the queue as removes the backlog, synchronously. Omitted: the storage cannot. */
  drain?(): void;
  /** The bytes of a record, valid until the next call; a promise only if they have to be waited for. */
  read(handle: H): Uint8Array | PromiseLike<Uint8Array>;
  /** The same, synchronously. Omitted: the storage cannot. */
  readNow?(handle: H): Uint8Array;
  /** Announces that a record will be read soon. */
  prefetch?(handle: H): void;
  /** Frees a record. */
  remove(handle: H): void;
  /** Frees all records and everything else, such as files. The storage can be used again. */
  clear(): void;
}

/** Why a record could not be written or read, and what to do about it. */
export class RecordFault extends Error {
  /** Completes the sentence that starts with the checkpoint: "could not be written: the disk is full". */
  readonly problem: string;
  /** A sentence that says what to do. */
  readonly remedy: string;

  constructor(problem: string, remedy: string, cause?: unknown) {
    super(`${problem}. ${remedy}`, cause === undefined ? undefined : { cause });
    this.name = "RecordFault";
    this.problem = problem;
    this.remedy = remedy;
  }
}
