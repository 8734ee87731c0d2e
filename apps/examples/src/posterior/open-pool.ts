import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inlinePool, type Pool } from "@symplectic-adjoint/parallel";
import { queuePool } from "@symplectic-adjoint/parallel/queue";
import { threadPool } from "@symplectic-adjoint/parallel/threads";
import type { PosteriorOptions } from "./posterior-options.js";
import { tasks } from "./posterior-tasks.js";

/** A pool, and how to end it with the processes that were started for it. */
export interface OpenPool {
  readonly pool: Pool;
  close(): Promise<void>;
}

const file = new URL("./posterior-tasks.ts", import.meta.url);

/** The pool that the options ask for. */
export function openPool({
  threads,
  redis,
  workers,
}: Pick<PosteriorOptions, "threads" | "redis" | "workers">): OpenPool {
  if (redis !== undefined) return openQueue(redis, workers);
  const pool = threads === 0 ? inlinePool(tasks) : threadPool({ tasks: file, threads });
  return { pool, close: () => pool.close() };
}

function openQueue(redis: string, count: number): OpenPool {
  const onEvent = ({ message }: { readonly message: string }) => console.error(message);
  const pool = queuePool({ redis, tasks: file, onEvent });
  const processes = Array.from({ length: count }, () => startWorker(redis));
  return {
    pool,
    async close() {
      await pool.close();
      for (const worker of processes) worker.kill();
    },
  };
}

/** What `npx symplectic-adjoint-worker` does where the package is installed. */
function startWorker(redis: string) {
  const program = new URL(
    "./bin/symplectic-adjoint-worker.ts",
    import.meta.resolve("@symplectic-adjoint/parallel"),
  );
  const args = ["--redis", redis, "--tasks", fileURLToPath(file)];
  return spawn(process.execPath, [...process.execArgv, fileURLToPath(program), ...args], {
    stdio: "ignore",
  });
}
