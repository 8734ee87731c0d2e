import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { makeArena } from "./arena.js";
import { base64, memoryFlag } from "./bytes.js";
import { heapOf } from "./heap.js";
import type { WasmExports } from "./wasm-exports.js";
import type { WasmModule } from "./wasm-module.js";

/** The instances, which live as long as their backends; they hold nothing of the heap but their arena. */
const loaded = new WeakMap<BackendWasm, WasmModule>();

/** What keeps the module from running over a backend's memory. */
export interface LoadFailure {
  /** A clause that says why our kernels cannot be used. */
  readonly reason: string;
}

/** Our module over this backend's memory, the same one at every call; or why there is none. */
export async function loadWasmModule(backend: BackendWasm): Promise<WasmModule | LoadFailure> {
  const known = loaded.get(backend);
  if (known !== undefined) return known;
  const heap = heapOf(backend);
  if (heap === undefined) {
    return { reason: "this version of @tensorflow/tfjs-backend-wasm does not show its memory" };
  }
  try {
    const { memory } = heap;
    const exports = await instantiate(memory);
    const module = Object.freeze({ backend, memory, exports, arena: makeArena(heap) });
    loaded.set(backend, module);
    return module;
  } catch (cause) {
    const old = cause instanceof WebAssembly.CompileError;
    const reason = old ? "WebAssembly has no SIMD here" : "they do not fit the engine's memory";
    return { reason: `${reason} (${cause})` };
  }
}

/** Whether this backend has its module. */
export function isLoaded(backend: BackendWasm): boolean {
  return loaded.has(backend);
}

/** The module's functions over a memory, plain or shared. @throws WebAssembly.CompileError where there is no SIMD. */
export async function instantiate(memory: WebAssembly.Memory): Promise<WasmExports> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const shared =
    typeof SharedArrayBuffer === "function" && memory.buffer instanceof SharedArrayBuffer;
  bytes[memoryFlag] = shared ? 3 : 1;
  // Not by `new WebAssembly.Module`: browsers refuse to compile more than a few kilobytes while a page waits.
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return instance.exports as unknown as WasmExports;
}
