import { expect, test } from "vitest";
import { makeArena } from "./arena.js";
import type { Heap } from "./heap.js";

/** A heap that allocates consecutive blocks and records freed ones. */
function plainHeap(): Heap & { readonly pieces: Array<number>; readonly freed: Array<number> } {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 10 });
  const pieces: Array<number> = [];
  const freed: Array<number> = [];
  let next = 16;
  const allocate = (bytes: number): number => {
    if (next + bytes > memory.buffer.byteLength) return 0;
    pieces.push(next);
    next += bytes;
    return pieces.at(-1) as number;
  };
  return { memory, allocate, free: (address) => freed.push(address), pieces, freed };
}

test("An arena allocates lazily, one block for many calls.", () => {
  const heap = plainHeap();
  const arena = makeArena(heap);
  expect(heap.pieces).toEqual([]);
  for (const count of [1, 8, 64, 2]) arena.reserve(count);
  expect(heap.pieces).toEqual([arena.addressesAt]);
});

test("Its views are of the memory at its addresses, and do not overlap.", () => {
  const heap = plainHeap();
  const arena = makeArena(heap);
  arena.reserve(3);
  arena.addresses.fill(7);
  arena.numbers.fill(0.5);
  const words = new Uint32Array(heap.memory.buffer);
  expect(words[arena.addressesAt / 4 + arena.addresses.length - 1]).toBe(7);
  expect(new Float32Array(heap.memory.buffer)[arena.numbersAt / 4]).toBe(0.5);
  expect(words.filter((word) => word === 7)).toHaveLength(arena.addresses.length);
});

test("It grows, and frees the block that became too small.", () => {
  const heap = plainHeap();
  const arena = makeArena(heap);
  arena.reserve(64);
  arena.reserve(65);
  expect(arena.addresses.length).toBeGreaterThanOrEqual(65);
  expect(arena.numbers.length).toBeGreaterThanOrEqual(65);
  expect([heap.pieces.length, heap.freed]).toEqual([2, heap.pieces.slice(0, 1)]);
});

test("It looks again at a memory that grew and detached its views; what was in it is still there.", () => {
  const heap = plainHeap();
  const arena = makeArena(heap);
  arena.reserve(2);
  arena.addresses[1] = 42;
  heap.memory.grow(1);
  expect(arena.addresses.length).toBe(0);
  arena.reserve(2);
  expect(arena.addresses[1]).toBe(42);
  expect(heap.pieces).toHaveLength(1);
});

test("It frees its block once, and can be used again.", () => {
  const heap = plainHeap();
  const arena = makeArena(heap);
  arena.dispose();
  arena.reserve(1);
  arena.dispose();
  arena.dispose();
  expect(heap.freed).toEqual(heap.pieces);
  arena.reserve(1);
  arena.numbers[0] = 1;
  expect(heap.pieces).toHaveLength(2);
});

test("A full heap is an error.", () => {
  const arena = makeArena(plainHeap());
  expect(() => arena.reserve(1e5)).toThrow(/memory of wasm cannot allocate .*800000/);
  arena.reserve(1);
  expect(arena.addresses.length).toBeGreaterThan(0);
});
