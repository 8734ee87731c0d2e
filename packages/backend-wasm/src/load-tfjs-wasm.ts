import { EngineUnavailableError, InvalidArgumentError } from "@symplectic-adjoint/core";
import { engine, type KernelBackend } from "@tensorflow/tfjs-core";
import type { WasmOptions } from "./wasm-options.js";

type TfjsWasm = typeof import("@tensorflow/tfjs-backend-wasm");

/** The used part of `@tensorflow/tfjs-backend-wasm`. */
export type WasmPackage = Pick<TfjsWasm, "setWasmPaths" | "setThreadsCount">;

/** The options with which the engine was started, if known. */
const startedWith = new WeakMap<KernelBackend, WasmOptions>();

/**
 * Imports the package that registers the engine, and passes the options before it starts.
 *
 * @throws EngineUnavailableError if the package cannot be imported.
 * @throws InvalidArgumentError if the engine already runs with other options: it reads them once, at its start.
 */
export async function loadTfjsWasm(
  options: WasmOptions,
  load: () => Promise<WasmPackage> = () => import("@tensorflow/tfjs-backend-wasm"),
): Promise<void> {
  const { setWasmPaths, setThreadsCount } = await load().catch(refuseMissing);
  const running = engine().registry.wasm;
  if (running !== undefined) {
    refuseLate(options, startedWith.get(running) ?? {});
    return;
  }
  const { wasmPaths, threadsCount } = options;
  try {
    if (wasmPaths !== undefined) setWasmPaths(wasmPaths);
  } catch (cause) {
    throw new EngineUnavailableError({
      argument: "wasmPaths",
      value: wasmPaths,
      problem: "is too late: TensorFlow.js has tried to start the engine wasm, and failed",
      remedy: "Restart the program or reload the page, with wasmPaths from the start.",
      cause,
    });
  }
  if (threadsCount !== undefined) setThreadsCount(threadsCount);
}

/** Stores the options with which an engine was started. */
export function rememberOptions(backend: KernelBackend, options: WasmOptions): void {
  if (!startedWith.has(backend)) startedWith.set(backend, options);
}

function refuseMissing(cause: unknown): never {
  throw new EngineUnavailableError({
    argument: "@tensorflow/tfjs-backend-wasm",
    problem: "could not be imported",
    remedy:
      "Install it: npm install @tensorflow/tfjs-backend-wasm. The cause states what is missing.",
    cause,
  });
}

function refuseLate(options: WasmOptions, before: WasmOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (JSON.stringify(value) === JSON.stringify(before[name as keyof WasmOptions])) continue;
    throw new InvalidArgumentError({
      argument: name,
      value,
      problem: "is too late: the engine wasm already runs, and was not started with it",
      remedy: "Call useWasm with its options before tf.setBackend('wasm') and tf.ready().",
    });
  }
}
