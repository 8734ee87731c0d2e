/** What a thread receives. */
export interface ThreadMessage {
  readonly task: string;
  readonly input: Uint8Array;
  /** In shared memory: sent as a reference. */
  readonly parameters: Uint8Array | undefined;
}

/** What a thread answers: the bytes of `runTask`, or why it could not load its tasks. */
export type ThreadAnswer = Uint8Array | { readonly startFailed: string };
