import { accountingBackend } from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runSync } from "../reading/run-sync.js";
import { findFirstNonFinite } from "./find-first-non-finite.js";

const bad = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

/** The index that is found, after a check that nothing is left alive. */
function find(outputs: ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>>): number | undefined {
  const backend = accountingBackend();
  const states = outputs.map((leaves) => leaves.map((values) => backend.array(values)));
  const before = backend.live();
  const found = runSync(findFirstNonFinite(backend, states), backend);
  expect(backend.live()).toBe(before);
  return found;
}

test("Finite states are all right, up to the largest double and down to none.", () => {
  const state = fc.array(fc.array(finite, { maxLength: 3 }), { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(state, { minLength: 1 }), (outputs) => {
      expect(find(outputs)).toBeUndefined();
    }),
    { seed: 42 },
  );
  expect(find([[[Number.MAX_VALUE, -Number.MAX_VALUE], []]])).toBeUndefined();
});

test("The first output that is not finite is found, in whichever leaf, if the last is not either.", () => {
  const index = fc.integer({ min: 0, max: 4 });
  fc.assert(
    fc.property(index, index, bad, fc.boolean(), (first, last, value, second) => {
      const outputs = Array.from({ length: first + last + 1 }, (_, i) =>
        i < first ? [[1, 2], [3]] : second ? [[1, 2], [value]] : [[1, value], [3]],
      );
      expect(find(outputs)).toBe(first);
    }),
    { seed: 42 },
  );
});

test("A finite end vouches for all before it, at the price of one read.", () => {
  const backend = accountingBackend();
  const states = [[backend.array([1])], [backend.array([2])], [backend.array([3])]];
  let reads = 0;
  runSync(findFirstNonFinite(backend, states), {
    readSync: (scalar) => {
      reads++;
      return backend.readSync(scalar);
    },
  });
  expect(reads).toBe(1);
});

test("A read that fails leaves nothing behind.", () => {
  const backend = accountingBackend();
  const states = [[backend.array([1])]];
  const broken = {
    readSync(): number {
      throw new RangeError("lost");
    },
  };
  expect(() => runSync(findFirstNonFinite(backend, states), broken)).toThrow(RangeError);
  expect(backend.live()).toBe(1);
});
