/** What a Web Worker exposes to the page through Comlink. */
export interface WorkerPort {
  version(): string;
  publish(version: string, bytes: Uint8Array): void;
  forget(version: string): void;
  call(task: string, input: Uint8Array, version: string | undefined): Promise<Uint8Array>;
}
