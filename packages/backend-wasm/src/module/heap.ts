import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** The memory that contains the values of a backend's tensors, and its allocator. */
export interface Heap {
  /** Plain, or shared between threads. */
  readonly memory: WebAssembly.Memory;
  /** An address, or 0 on failure. Memory may grow, which detaches views of it. */
  allocate(bytes: number): number;
  free(address: number): void;
}

/** Undeclared exports of TensorFlow.js' module, under the names of its compiler (Emscripten). */
interface Emscripten {
  readonly asm?: Readonly<Record<string, unknown>>;
  readonly wasmMemory?: unknown;
  _malloc?(bytes: number): number;
  _free?(address: number): void;
}

/**
 * A backend's heap. The memory's location is undocumented: in the module's exports or, with threads, next to them.
 * Undefined if it is in neither place.
 */
export function heapOf(backend: BackendWasm): Heap | undefined {
  const emscripten = backend.wasm as unknown as Emscripten;
  const { asm, wasmMemory, _malloc, _free } = emscripten;
  const memory = [wasmMemory, ...Object.values(asm ?? {})].find(isMemory);
  if (memory === undefined || _malloc === undefined || _free === undefined) return undefined;
  return {
    memory,
    // Looked up by name on each call, because a guard may replace it. It returns a signed integer, also for addresses
    // beyond 2 GB.
    allocate: (bytes) => (emscripten._malloc as typeof _malloc)(bytes) >>> 0,
    free: (address) => {
      // A removed backend has freed its heap.
      if ((backend.wasm as unknown) !== null) _free(address);
    },
  };
}

function isMemory(value: unknown): value is WebAssembly.Memory {
  return value instanceof WebAssembly.Memory;
}
