import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A program in a process of its own. */
export interface RunningCommand {
  /** What it has printed so far. */
  readonly output: { readonly stdout: string; readonly stderr: string };
  /** Its exit code, when it has ended and all of its output has come. */
  readonly ended: Promise<number | null>;
  /** Sends it Ctrl-C, once, as soon as its standard output contains a text. */
  interruptAt(text: string): void;
}

/**
 * Starts a program of an app on the sources, as its scripts do.
 *
 * @param app The app's folder.
 * @param main The program, from that folder.
 */
export function startCommand(
  app: URL,
  main: string,
  options: ReadonlyArray<string>,
): RunningCommand {
  const child = spawn(
    process.execPath,
    ["--conditions=@symplectic-adjoint/source", "--import", "tsx", main, ...options],
    { cwd: fileURLToPath(app) },
  );
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].on("data", (text) => {
      output[name] += text;
    });
  return {
    output,
    ended: once(child, "close").then(([code]) => code as number | null),
    interruptAt(text) {
      child.stdout.on("data", () => {
        if (!child.killed && output.stdout.includes(text)) child.kill("SIGINT");
      });
    },
  };
}
