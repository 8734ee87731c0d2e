import type { RunReport, RunRequest } from "../messages.js";

/** Runs code in a worker, one run at a time. */
export interface Runner {
  /** Starts a run; ends one that is in progress. */
  run(request: RunRequest, onReport: (report: RunReport) => void): void;
  /** Ends the run at once, whatever the code is doing. */
  stop(): void;
}

/**
 * A runner whose worker is kept after a run that ends by itself: the next one finds the engine started and its programs
 * compiled. A run that is stopped or fails takes its worker along.
 *
 * @param address That of the worker's module.
 */
export function makeRunner(address: string): Runner {
  let worker: Worker | undefined;
  let running = false;
  const drop = () => {
    worker?.terminate();
    worker = undefined;
    running = false;
  };
  return {
    run(request, onReport) {
      if (running) drop();
      worker ??= new Worker(address, { type: "module" });
      running = true;
      const fail = (message: string) => {
        drop();
        onReport({ kind: "failure", message });
      };
      worker.onerror = (event) => fail(event.message || "The worker could not be started.");
      worker.onmessage = ({ data }: MessageEvent<RunReport>) => {
        if (data.kind === "failure") {
          fail(data.message);
          return;
        }
        if (data.kind === "end") running = false;
        onReport(data);
      };
      worker.postMessage(request);
    },
    stop: drop,
  };
}
