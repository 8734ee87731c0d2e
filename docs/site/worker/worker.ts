import * as tf from "@tensorflow/tfjs";
import type { EngineChoice, RunRequest } from "../messages.js";
import { chosen } from "./chosen.js";
import { activate } from "./engines.js";
import { report } from "./report.js";
import { withAddresses } from "./with-addresses.js";

// Runs the code of the page: a worker, so that the page stays responsive and any code can be stopped, by ending it.

let active: EngineChoice | undefined;

addEventListener("message", async ({ data }: MessageEvent<RunRequest>) => {
  try {
    if (active !== data.engine) await activate(data.engine);
    active = data.engine;
    Object.assign(chosen, data.controls);
    report({ kind: "engine", name: tf.getBackend() });
    await run(data);
    report({ kind: "end", tensors: tf.memory().numTensors });
  } catch (error) {
    report({ kind: "failure", message: describe(error) });
  }
});

/** Runs the module once, and frees the tensors and variables that it leaves. */
async function run({ code, modules }: RunRequest): Promise<void> {
  const source = new Blob([await withAddresses(code, modules)], { type: "text/javascript" });
  const address = URL.createObjectURL(source);
  tf.engine().startScope();
  try {
    await import(address);
  } finally {
    tf.engine().endScope();
    tf.disposeVariables();
    URL.revokeObjectURL(address);
  }
}

/** The message of an error, with the line of the code where it arose. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const line = error.stack?.match(/blob:\S*:(\d+):\d+/)?.[1];
  return line === undefined ? String(error) : `Line ${line}: ${error}`;
}

const { log } = console;
console.log = (...values: ReadonlyArray<unknown>) => {
  log(...values);
  const texts = values.map((value) => (typeof value === "string" ? value : show(value)));
  report({ kind: "log", text: texts.join(" ") });
};

function show(value: unknown): string {
  if (value instanceof tf.Tensor) return `a tensor of shape [${value.shape.join(", ")}]`;
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as Float32Array).join(", ")}]`;
  return (typeof value === "object" && JSON.stringify(value)) || String(value);
}
