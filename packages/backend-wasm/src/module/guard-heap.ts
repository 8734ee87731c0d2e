import { hasBuffer } from "@symplectic-adjoint/backend-tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { heapOf } from "./heap.js";
import { noRoom } from "./no-room.js";

/** What TensorFlow.js' own module has, and its types do not. */
interface Allocator {
  _malloc?(bytes: number): number;
  _free?(address: number): void;
}

type DataId = Parameters<BackendWasm["move"]>[0];

/** As far as addresses go. Where the heap would have to end beyond, its allocator begins again at 0. */
const ADDRESSES = 2 ** 32;
/** How large the heap may become for tensors; and for what kernels need while they work, which fails silently there. */
const MOST_FOR_TENSORS = 3.5 * 2 ** 30;
const MOST = MOST_FOR_TENSORS + 2 ** 28;
/** What the allocator asks for beside what it is asked for, and more. */
const SLACK = 2 ** 20;
const PAGE = 2 ** 16;

/** How many buffers back those are looked for that a kernel left which could not go on. A power of two. */
const RECENT = 1024;

/**
 * Makes every allocation of a backend that finds no room an error. The allocator answers with address 0 then, or, near the
 * end of the addresses, with a piece that is not all there; TensorFlow.js would write to it, and be broken for good.
 *
 * What the kernels that were at work have allocated is freed before the error is thrown: buffers that belong to no tensor.
 *
 * @returns Takes the guard off again. Where the allocator is not to be found, there is none.
 */
export function guardHeap(backend: BackendWasm): () => void {
  const wasm = backend.wasm as unknown as Allocator;
  const memory = heapOf(backend)?.memory;
  if (wasm._malloc === undefined || wasm._free === undefined) return () => {};
  // The first call puts the real function in the place of one that looks for it.
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
    throw noRoom(bytes);
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
    // The methods of the class again.
    Reflect.deleteProperty(backend, "move");
    if (wasm._malloc === guarded) wasm._malloc = malloc;
  };
}

/** Lets a memory that would become larger than `most` refuse to grow, as one without room does. */
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

/** Frees a buffer that no tensor has: the intermediate, or the result, of a kernel that has not come to its end. */
function freeOrphan(backend: BackendWasm, dataId: DataId): void {
  if (!hasBuffer(dataId)) backend.disposeData(dataId, true);
}
