import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** The memory that holds the values of a backend's tensors, and its allocator. */
export interface Heap {
  /** Plain, or shared between threads. */
  readonly memory: WebAssembly.Memory;
  /** An address, or 0 if there is no room. Memory may grow, which detaches views of it. */
  allocate(bytes: number): number;
  free(address: number): void;
}

/** What TensorFlow.js' own module has, as its compiler (Emscripten) calls it, and its types do not. */
interface Emscripten {
  readonly asm?: Readonly<Record<string, unknown>>;
  readonly wasmMemory?: unknown;
  _malloc?(bytes: number): number;
  _free?(address: number): void;
}

/**
 * A backend's heap. TensorFlow.js does not document where its memory is: among the exports of its module, or, where threads
 * share it, beside them. Undefined where neither holds.
 */
export function heapOf(backend: BackendWasm): Heap | undefined {
  const emscripten = backend.wasm as unknown as Emscripten;
  const { asm, wasmMemory, _malloc, _free } = emscripten;
  const memory = [wasmMemory, ...Object.values(asm ?? {})].find(isMemory);
  if (memory === undefined || _malloc === undefined || _free === undefined) return undefined;
  return {
    memory,
    // By its name, under which a guard may be. It returns a signed integer, also for addresses beyond 2 GB.
    allocate: (bytes) => (emscripten._malloc as typeof _malloc)(bytes) >>> 0,
    free: (address) => {
      // A backend that was removed has given back its heap as a whole.
      if ((backend.wasm as unknown) !== null) _free(address);
    },
  };
}

function isMemory(value: unknown): value is WebAssembly.Memory {
  return value instanceof WebAssembly.Memory;
}
