import { aborted } from "../errors/failures.js";
import type { Transport, TransportCall } from "../pool/transport.js";
import { withRetries } from "../pool/with-retries.js";
import { type WebWorker, webWorker } from "./web-worker.js";

/** What a pool of Web Workers is made of. */
export interface WorkerSettings {
  readonly start: () => Worker;
  readonly workers: number;
  readonly version: string | undefined;
  readonly retries: number;
}

/** Starts Web Workers, and carries calls to them. */
export function workerTransport({ start, workers, version, retries }: WorkerSettings): Transport {
  const open = () => webWorker(start(), version);
  const all = new Set(Array.from({ length: workers }, open));
  const idle: Array<WebWorker> = [...all];
  const waiting: Array<(worker: WebWorker) => void> = [];
  const published = new Map<string, Uint8Array>();
  let closed = false;

  function acquire(): Promise<WebWorker> {
    const worker = idle.pop();
    if (worker !== undefined) return Promise.resolve(worker);
    return new Promise((resolve) => waiting.push(resolve));
  }

  /** Gives a worker to whoever waits longest; a failed one is replaced. */
  function release(worker: WebWorker): void {
    if (closed) return;
    let next = worker;
    if (worker.failed) {
      worker.end();
      all.delete(worker);
      next = open();
      all.add(next);
    }
    const first = waiting.shift();
    if (first === undefined) idle.push(next);
    else first(next);
  }

  async function attempt(call: TransportCall): Promise<Uint8Array> {
    const worker = await acquire();
    // A running task cannot be stopped but with its worker.
    const end = () => worker.end();
    try {
      if (call.signal?.aborted === true) throw aborted("The task");
      call.signal?.addEventListener("abort", end);
      const { version: wanted } = call;
      return await worker.call(call, wanted === undefined ? undefined : published.get(wanted));
    } finally {
      call.signal?.removeEventListener("abort", end);
      release(worker);
    }
  }

  return {
    name: "workers",
    capacity: 2 * workers,
    async publish(name, bytes) {
      published.set(name, shareable(bytes));
    },
    async forget(name) {
      published.delete(name);
      for (const worker of all) worker.forget(name);
    },
    call: (call) => withRetries(call.task, retries, call.signal, () => attempt(call)),
    async close() {
      closed = true;
      for (const worker of all) worker.end();
      all.clear();
      published.clear();
    },
  };
}

/** The bytes in shared memory if the page may use it. */
function shareable(bytes: Uint8Array): Uint8Array {
  if (globalThis.crossOriginIsolated !== true) return bytes;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
