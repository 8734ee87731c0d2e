import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Peak resident memory of a solve and its gradient in PyTorch, above what was needed before. */
export interface TorchMemory {
  readonly name: string;
  readonly mebibytes: number;
  readonly seconds: number;
}

/** The figures of PyTorch, or why there are none. */
export async function torchMemory(steps: number): Promise<ReadonlyArray<TorchMemory> | string> {
  // The compiled module lies in dist, the script beside the source.
  const script = fileURLToPath(new URL("../../src/memory/torch-memory.py", import.meta.url));
  const child = spawn("python3", [script], { env: { ...process.env, STEPS: `${steps}` } });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const ended = await new Promise<string | undefined>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", () => resolve(undefined));
  });
  if (ended !== undefined) return ended;
  try {
    const { rows, absent } = JSON.parse(output);
    return rows ?? absent;
  } catch {
    return "its script failed";
  }
}
