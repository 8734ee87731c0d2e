import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** A Redis server on loopback without a disk, and workers of the built package. */
export interface LocalQueue {
  readonly url: string;
  /** Bytes that the server received and sent since it started. */
  traffic(): number;
  close(): void;
}

/** Starts them; undefined if redis-server is not installed. */
export async function openLocalQueue(tasks: URL, workers: number): Promise<LocalQueue | undefined> {
  if (spawnSync("redis-server", ["--version"]).status !== 0) return undefined;
  const port = await freePort();
  const children: Array<ChildProcess> = [];
  const start = async (command: string, args: ReadonlyArray<string>, ready: string) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    children.push(child);
    await new Promise<void>((resolve, reject) => {
      const look = (text: Buffer) => text.includes(ready) && resolve();
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.once("exit", () => reject(new Error(`${command} ended while it started`)));
    });
  };
  await start(
    "redis-server",
    ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    "Ready to accept connections",
  );
  const url = `redis://127.0.0.1:${port}`;
  const program = fileURLToPath(
    new URL(
      "./bin/symplectic-adjoint-worker.js",
      import.meta.resolve("@symplectic-adjoint/parallel"),
    ),
  );
  for (let i = 0; i < workers; i++)
    await start(
      process.execPath,
      [program, "--redis", url, "--tasks", fileURLToPath(tasks)],
      "Ready",
    );
  return {
    url,
    traffic() {
      const { stdout } = spawnSync("redis-cli", ["-p", `${port}`, "info", "stats"], {
        encoding: "utf8",
      });
      const read = (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(stdout)?.[1]);
      return read("total_net_input_bytes") + read("total_net_output_bytes");
    },
    close() {
      for (const child of children) child.kill("SIGKILL");
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
