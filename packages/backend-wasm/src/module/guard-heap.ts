import { hasBuffer } from "@symplectic-adjoint/backend-tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { heapOf } from "./heap.js";
import { heapFullError } from "./heap-full-error.js";

/** Undeclared exports of TensorFlow.js' module. */
interface Allocator {
  _malloc?(bytes: number): number;
  _free?(address: number): void;
}

type DataId = Parameters<BackendWasm["move"]>[0];

/** Address space limit: the allocator wraps around to 0 beyond it. */
const ADDRESSES = 2 ** 32;
/** Heap limit for tensors, and limit including temporary memory of kernels, which fails silently. */
const MOST_FOR_TENSORS = 3.5 * 2 ** 30;
const MOST = MOST_FOR_TENSORS + 2 ** 28;
/** Upper bound of the allocator's overhead. */
const SLACK = 2 ** 20;
const PAGE = 2 ** 16;

/** Number of recent allocations to search for buffers left by a failed kernel. A power of two. */
const RECENT = 1024;

/**
 * Turns every failed allocation of a backend into an error. The allocator returns 0 or, near the end of the address
 * space, a truncated block; TensorFlow.js would write to it and corrupt memory.
 *
 * Buffers allocated by the failed kernels, which belong to no tensor, are freed before the error is thrown.
 *
 * @returns Uninstalls the guard. If the allocator is inaccessible, no guard is installed.
 */
export function guardHeap(backend: BackendWasm): () => void {
  const wasm = backend.wasm as unknown as Allocator;
  const memory = heapOf(backend)?.memory;
  if (wasm._malloc === undefined || wasm._free === undefined) return () => {};
  // The first call replaces a lookup stub by the real function.
  wasm._free(wasm._malloc(1));
  const malloc = wasm._malloc;
  let forTensors = false;
  const allocate = (bytes: number): number => {
    const length = memory?.buffer.byteLength ?? 0;
    if (length + bytes + SLACK > ADDRESSES) return 0;
    forTensors = true;
    const address = malloc(bytes) >>> 0;
    forTensors = false;
    const there = memory === undefined || address + bytes <= memory.buffer.byteLength;
    return there ? address : 0;
  };

  const recent = new Array<DataId | undefined>(RECENT);
  let moves = 0;
  const guarded = (bytes: number): number => {
    const address = allocate(bytes);
    if (address !== 0) return address;
    for (const dataId of recent) if (dataId !== undefined) freeOrphan(backend, dataId);
    recent.fill(undefined);
    throw heapFullError(bytes);
  };
  wasm._malloc = guarded;
  const move = backend.move.bind(backend);
  backend.move = (dataId, values, shape, dtype, refCount) => {
    move(dataId, values, shape, dtype, refCount);
    recent[moves++ & (RECENT - 1)] = dataId;
  };
  const endLimit = memory && limitGrowth(memory, () => (forTensors ? MOST_FOR_TENSORS : MOST));
  return () => {
    endLimit?.();
    // Restores the methods of the class.
    Reflect.deleteProperty(backend, "move");
    if (wasm._malloc === guarded) wasm._malloc = malloc;
  };
}

/** Makes `grow` fail beyond `most`, as if memory were exhausted. */
function limitGrowth(memory: WebAssembly.Memory, most: () => number): () => void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * PAGE > most()) throw new RangeError("The heap is full.");
    return grow(pages);
  };
  return () => {
    Reflect.deleteProperty(memory, "grow");
  };
}

/** Frees a buffer without a tensor: the intermediate or the result of a kernel that did not finish. */
function freeOrphan(backend: BackendWasm, dataId: DataId): void {
  if (!hasBuffer(dataId)) backend.disposeData(dataId, true);
}
