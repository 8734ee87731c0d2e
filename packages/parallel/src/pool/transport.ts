/** A call, as a transport carries it. */
export interface TransportCall {
  readonly task: string;
  readonly input: Uint8Array<ArrayBuffer>;
  /** Version of the published parameters. */
  readonly version: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What distinguishes one kind of pool from another: how bytes reach a worker and come back. */
export interface Transport {
  readonly name: string;
  readonly capacity: number;
  publish(version: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  forget(version: string): Promise<void>;
  /** Resolves to the bytes that `runTask` returned in a worker; rejects with a PoolError if there is no answer. */
  call(call: TransportCall): Promise<Uint8Array>;
  close(): Promise<void>;
}
