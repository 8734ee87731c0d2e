import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { makeArena } from "./arena.js";
import { memoryFlag, plainModule } from "./bytes.js";
import { heapOf } from "./heap.js";
import type { WasmExports } from "./wasm-exports.js";
import type { WasmModule } from "./wasm-module.js";

/** The instances, which live as long as their backends; they own no part of the heap except their arena. */
const loaded = new WeakMap<BackendWasm, WasmModule>();

/** Why the module cannot be instantiated for a backend. */
export interface LoadFailure {
  /** A clause that states why the kernels cannot be used. */
  readonly reason: string;
}

/** The module instance for this backend, cached, or the reason for failure. */
export async function loadWasmModule(backend: BackendWasm): Promise<WasmModule | LoadFailure> {
  const known = loaded.get(backend);
  if (known !== undefined) return known;
  const heap = heapOf(backend);
  if (heap === undefined) {
    return { reason: "this version of @tensorflow/tfjs-backend-wasm does not expose its memory" };
  }
  try {
    const { memory } = heap;
    const exports = await instantiate(memory);
    const module = Object.freeze({ backend, memory, exports, arena: makeArena(heap) });
    loaded.set(backend, module);
    return module;
  } catch (cause) {
    const old = cause instanceof WebAssembly.CompileError;
    const reason = old
      ? "WebAssembly SIMD is not supported"
      : "they are incompatible with the engine's memory";
    return { reason: `${reason} (${cause})` };
  }
}

/** Whether this backend has its module. */
export function isLoaded(backend: BackendWasm): boolean {
  return loaded.has(backend);
}

/** The module's functions over a memory, plain or shared. @throws WebAssembly.CompileError without SIMD support. */
export async function instantiate(memory: WebAssembly.Memory): Promise<WasmExports> {
  const bytes = Uint8Array.from({ length: plainModule.length / 2 }, (_, i) =>
    Number.parseInt(plainModule.slice(2 * i, 2 * i + 2), 16),
  );
  const shared =
    typeof SharedArrayBuffer === "function" && memory.buffer instanceof SharedArrayBuffer;
  bytes[memoryFlag] = shared ? 3 : 1;
  // Not `new WebAssembly.Module`: browsers refuse to compile more than a few kilobytes synchronously.
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return instance.exports as unknown as WasmExports;
}
