import type { Heap } from "./heap.js";
import { heapFullError } from "./heap-full-error.js";

/** Initial capacity. */
const ROOM = 64;

/**
 * A small block of the heap of TensorFlow.js for argument lists of addresses and numbers, valid until the next call.
 */
export interface Arena {
  /** Address of `addresses`. */
  readonly addressesAt: number;
  /** Address of `numbers`. */
  readonly numbersAt: number;
  /** Unsigned 32-bit integers. */
  readonly addresses: Uint32Array;
  /** Float32 numbers, of the same count. */
  readonly numbers: Float32Array;
  /**
   * Ensures capacity for `count` and refreshes the two views. Call it after anything that may allocate: growing memory
   * detaches views.
   *
   * @throws EngineFailedError if the heap is full.
   */
  reserve(count: number): void;
  /** Frees the block; `reserve` allocates again. */
  dispose(): void;
}

/** An arena on this heap, allocated lazily. */
export function makeArena(heap: Heap): Arena {
  let room = 0;
  const arena = {
    addressesAt: 0,
    numbersAt: 0,
    addresses: new Uint32Array(0),
    numbers: new Float32Array(0),
    reserve(count: number): void {
      if (count > room) take(Math.max(ROOM, 2 * room, count));
      else if (arena.addresses.buffer === heap.memory.buffer) return;
      arena.addresses = new Uint32Array(heap.memory.buffer, arena.addressesAt, room);
      arena.numbers = new Float32Array(heap.memory.buffer, arena.numbersAt, room);
    },
    dispose(): void {
      if (room > 0) heap.free(arena.addressesAt);
      room = 0;
    },
  };
  const take = (wanted: number): void => {
    arena.dispose();
    arena.addressesAt = heap.allocate(8 * wanted);
    if (arena.addressesAt === 0) {
      throw heapFullError(8 * wanted);
    }
    arena.numbersAt = arena.addressesAt + 4 * wanted;
    room = wanted;
  };
  return arena;
}
