import { EngineUnavailableError, InvalidArgumentError } from "@symplectic-adjoint/core";
import { engine, type KernelBackend } from "@tensorflow/tfjs-core";
import type { WasmOptions } from "./wasm-options.js";

type TfjsWasm = typeof import("@tensorflow/tfjs-backend-wasm");

/** What is used of `@tensorflow/tfjs-backend-wasm`. */
export type WasmPackage = Pick<TfjsWasm, "setWasmPaths" | "setThreadsCount">;

/** With which options the engine was started, as far as we know. */
const startedWith = new WeakMap<KernelBackend, WasmOptions>();

/**
 * Imports the package that registers the engine, and hands it the options before it starts.
 *
 * @throws EngineUnavailableError when the package cannot be imported.
 * @throws InvalidArgumentError when the engine runs already, with other options: it reads them once, when it starts.
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
      problem: "came too late: TensorFlow.js has tried to start the engine wasm, and failed",
      remedy: "Start the program, or load the page, again, with wasmPaths from the beginning.",
      cause,
    });
  }
  if (threadsCount !== undefined) setThreadsCount(threadsCount);
}

/** Remembers the options of an engine that was started with them. */
export function rememberOptions(backend: KernelBackend, options: WasmOptions): void {
  if (!startedWith.has(backend)) startedWith.set(backend, options);
}

function refuseMissing(cause: unknown): never {
  throw new EngineUnavailableError({
    argument: "@tensorflow/tfjs-backend-wasm",
    problem: "could not be imported",
    remedy:
      "Install it: npm install @tensorflow/tfjs-backend-wasm. The cause says what is missing.",
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
      problem: "came too late: the engine wasm runs already, and was not started with it",
      remedy: "Call useWasm with its options before tf.setBackend('wasm') and tf.ready().",
    });
  }
}
