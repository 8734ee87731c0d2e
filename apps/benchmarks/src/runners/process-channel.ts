import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Channel } from "./runner.js";

interface Request {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Starts a program that reads requests from its standard input, one JSON object per line, and writes its answers in the
 * same way: `result`, or `error`, a sentence. Other lines are ignored. If the program ends, requests fail with the last
 * error that it wrote to standard error.
 */
export function processChannel(
  command: string,
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>> = {},
): Channel {
  const child = spawn(command, args, { env: { ...process.env, ...environment } });
  const open: Array<Request> = [];
  let errorOutput = "";
  let ended: Error | undefined;
  const end = (reason: string): void => {
    ended ??= new Error(reason);
    for (const request of open.splice(0)) request.reject(ended);
  };

  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errorOutput = `${errorOutput}${text}`.slice(-4000);
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (!line.startsWith("{")) return;
    const { result, error } = JSON.parse(line) as { result?: unknown; error?: string };
    const request = open.shift();
    if (error === undefined) request?.resolve(result);
    else request?.reject(new Error(error));
  });
  child.on("error", ({ message }) => end(message));
  child.on("close", (code, signal) =>
    end(`it ended with ${signal ?? code}. ${lastError(errorOutput)}`),
  );
  child.stdin.on("error", () => {}); // The exit status has more information.

  return {
    ask: (method, given) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        open.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify({ method, args: given })}\n`);
      }),
    close: () =>
      new Promise((resolve) => {
        if (ended !== undefined) {
          resolve();
          return;
        }
        child.once("close", () => resolve());
        child.stdin.end();
      }),
  };
}

/** The last line that names an error; interpreters print other lines after it. */
function lastError(text: string): string {
  const lines = text.trim().split("\n");
  return lines.filter((line) => /\w*Error\b/.test(line)).at(-1) ?? lines.at(-1) ?? "";
}
