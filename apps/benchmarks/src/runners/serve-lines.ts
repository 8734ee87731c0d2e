import { createInterface } from "node:readline";

/** Answers the requests of a `processChannel` until its input ends, then ends the process. */
export async function serveLines(services: object): Promise<void> {
  // Standard output is for answers only.
  console.log = console.info = console.error;
  const methods = services as Record<string, (...args: Array<unknown>) => unknown>;
  for await (const line of createInterface({ input: process.stdin })) {
    const { method, args } = JSON.parse(line) as { method: string; args: Array<unknown> };
    let answer: { readonly result?: unknown; readonly error?: string };
    try {
      answer = { result: await methods[method]?.(...args) };
    } catch (error) {
      answer = { error: error instanceof Error ? error.message : String(error) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  // Devices keep the event loop alive.
  process.exit();
}
