import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** What a run of Node came to. */
export interface NodeRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs this Node with the arguments in a folder, as a program of its own. */
export async function runNode(folder: string, ...args: ReadonlyArray<string>): Promise<NodeRun> {
  // Vitest's own settings and loaders are no part of a user's program.
  const { NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _mode, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: folder, env });
  const code = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}
