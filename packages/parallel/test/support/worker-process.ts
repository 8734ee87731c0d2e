import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A process that runs the worker command on the sources. */
export interface WorkerProcess {
  readonly process: ChildProcess;
  /** What it has written to standard error. */
  readonly output: () => string;
  /** Resolves when its output contains a text; rejects if it ends before. */
  says(text: string): Promise<void>;
  /** Sends a signal, and resolves to its exit code once it has ended. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

const program = fileURLToPath(
  new URL("../../src/bin/symplectic-adjoint-worker.ts", import.meta.url),
);

/** Starts a worker that notices the death of another one within a second. */
export function startWorker(
  redis: string,
  tasks: URL,
  options: ReadonlyArray<string> = [],
): WorkerProcess {
  const node = ["--conditions=@symplectic-adjoint/source", "--import", "tsx", program];
  const own = ["--redis", redis, "--tasks", fileURLToPath(tasks), "--lock", "1", ...options];
  const child = spawn(process.execPath, [...node, ...own], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const exited = once(child, "exit");
  return {
    process: child,
    output: () => output,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => output.includes(text) && resolve();
        child.stderr.on("data", look);
        look();
        void exited.then(() => reject(new Error(`The worker ended: ${output}`)));
      }),
    async end(signal = "SIGTERM") {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}
