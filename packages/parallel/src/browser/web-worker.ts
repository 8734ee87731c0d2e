import { type Remote, releaseProxy, wrap } from "comlink";
import { TaskVersionError } from "../errors/pool-errors.js";
import type { TransportCall } from "../pool/transport.js";
import type { WorkerPort } from "./worker-port.js";

/** One Web Worker of a pool. */
export interface WebWorker {
  /** Rejects with a plain error if the worker fails, or `end` is called. */
  call(call: TransportCall, parameters: Uint8Array | undefined): Promise<Uint8Array>;
  forget(version: string): void;
  readonly failed: boolean;
  end(): void;
}

/** Connects a new Web Worker, which must call `serveTasks`. */
export function webWorker(worker: Worker, expected: string | undefined): WebWorker {
  const remote: Remote<WorkerPort> = wrap<WorkerPort>(worker);
  const known = new Set<string>();
  let checked: Promise<void> | undefined;
  let failure: Error | undefined;
  let fail: (error: Error) => void = () => {};
  const failing = new Promise<never>((_resolve, reject) => {
    fail = (error) => {
      failure ??= error;
      reject(failure);
    };
  });
  failing.catch(() => {});
  worker.addEventListener("error", ({ message }) =>
    fail(new Error(message || "its script could not be loaded")),
  );
  worker.addEventListener("messageerror", () => fail(new Error("a message could not be read")));

  async function check(): Promise<void> {
    const version = await remote.version();
    if (expected !== undefined && version !== expected) throw otherVersion(version, expected);
  }

  async function run({ task, input, version }: TransportCall, parameters: Uint8Array | undefined) {
    checked ??= check();
    await checked;
    if (version !== undefined && parameters !== undefined && !known.has(version)) {
      known.add(version);
      await remote.publish(version, parameters);
    }
    return remote.call(task, input, version);
  }

  return {
    call: (call, parameters) => Promise.race([run(call, parameters), failing]),
    forget(version) {
      if (known.delete(version)) void remote.forget(version);
    },
    get failed() {
      return failure !== undefined;
    },
    end() {
      fail(new Error("it was ended"));
      remote[releaseProxy]();
      worker.terminate();
    },
  };
}

function otherVersion(own: string, wanted: string): TaskVersionError {
  return new TaskVersionError({
    argument: "A Web Worker",
    problem: `has tasks of version ${JSON.stringify(own)}, and the page expects ${JSON.stringify(wanted)}`,
    remedy: "Load the page again, so that both come from the same build.",
  });
}
