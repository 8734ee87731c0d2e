import { expect, it } from "vitest";
import { randomNumbers } from "../../../test/support/random-numbers.js";
import type { Operation } from "../lowering/operation.js";
import { layOut } from "./lay-out.js";
import { lasting, type Storage, temporary } from "./storage.js";

const align = (offset: number, length: number): number =>
  length === 1 ? offset : Math.ceil(offset / 4) * 4;

/** Operations that each write a value of a random length, and read some of those before. */
function randomOperations(seed: number): ReadonlyArray<Operation> {
  const random = randomNumbers(seed);
  const values: Array<Storage> = [];
  return Array.from({ length: 60 }, () => {
    const reads = Array.from({ length: Math.min(values.length, 2) }, () =>
      random.pick(values.slice(-12)),
    );
    const write = temporary(random.pick([1, 8, 8, 8, 64, 64, 100]));
    values.push(write);
    const inPlace = reads.map((read) => ({ write, read }));
    return { reads, writes: [write], inPlace, instruction: () => undefined as never };
  });
}

/** The values that must be there while operation i runs: those written before or by it, and read by it or later. */
function liveAt(operations: ReadonlyArray<Operation>, i: number): ReadonlyArray<Storage> {
  const until = operations.slice(0, i + 1).flatMap(({ writes }) => writes);
  const later = new Set(operations.slice(i).flatMap(({ reads }) => reads));
  const own = operations[i]?.writes ?? [];
  return until.filter((storage) => later.has(storage) || own.includes(storage));
}

it.each(Array.from({ length: 30 }, (_, seed) => seed))(
  "values that are needed at the same time do not overlap, seed %i",
  (seed) => {
    const operations = randomOperations(seed);
    const end = layOut(operations, 10, align);
    let most = 0;
    for (const [i, { inPlace }] of operations.entries()) {
      const live = liveAt(operations, i);
      for (const [j, a] of live.entries()) {
        expect(a.offset).toBe(align(a.offset, a.length));
        expect(a.offset).toBeGreaterThanOrEqual(10);
        expect(a.offset + a.length).toBeLessThanOrEqual(end);
        for (const b of live.slice(j + 1)) {
          if (a.offset >= b.offset + b.length || b.offset >= a.offset + a.length) continue;
          // Only a result may lie on an operand, which nothing reads afterwards.
          const pair = inPlace.find(({ write, read }) => write === b && read === a);
          expect(pair).toBeDefined();
          expect(operations.slice(i + 1).some(({ reads }) => reads.includes(a))).toBe(false);
          expect([a.offset, a.length]).toEqual([b.offset, b.length]);
        }
      }
      most = Math.max(
        most,
        live.reduce((sum, { length }) => sum + length, 0),
      );
    }
    // Never far from what is needed at once.
    expect(end - 10).toBeLessThan(1.35 * most);
  },
);

it("gives places that last no others", () => {
  const kept = lasting(4);
  kept.offset = 2;
  const operation = {
    reads: [],
    writes: [kept],
    inPlace: [],
    instruction: () => undefined as never,
  };
  expect(layOut([operation], 10, align)).toBe(10);
  expect(kept.offset).toBe(2);
});
