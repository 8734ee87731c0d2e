import type { Heap } from "./heap.js";
import { noRoom } from "./no-room.js";

/** How many numbers of each kind there is room for at first. */
const ROOM = 64;

/**
 * A small piece of the heap of TensorFlow.js, for lists of addresses and of numbers that a function of the module takes.
 * What is in it counts until the next call.
 */
export interface Arena {
  /** Address of `addresses`. */
  readonly addressesAt: number;
  /** Address of `numbers`. */
  readonly numbersAt: number;
  /** Unsigned integers of four bytes. */
  readonly addresses: Uint32Array;
  /** Float32 numbers, as many. */
  readonly numbers: Float32Array;
  /**
   * Sees to it that `count` fit, and that the two arrays are views of the memory as it is now: to be called after whatever
   * may allocate, since a memory that grows detaches its views.
   *
   * @throws EngineFailedError when the heap is full.
   */
  reserve(count: number): void;
  /** Gives the piece back; `reserve` would take another. */
  dispose(): void;
}

/** An arena on this heap, which takes its piece when it is first needed. */
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
      throw noRoom(8 * wanted);
    }
    arena.numbersAt = arena.addressesAt + 4 * wanted;
    room = wanted;
  };
  return arena;
}
