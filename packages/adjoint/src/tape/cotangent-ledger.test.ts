import { accountingBackend, type NumberArray } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { borrowed, cotangentLedger, owned } from "./cotangent-ledger.js";

function setUp() {
  const backend = accountingBackend();
  const array = (...values: ReadonlyArray<number>) => [backend.array(values)];
  return { backend, array, ledger: cotangentLedger(backend) };
}

const valuesOf = (share: { readonly state: ReadonlyArray<NumberArray> } | undefined) =>
  share?.state[0]?.values;

test("What was noted for a value is summed with its weights, in the order in which it was noted.", () => {
  const { ledger, array } = setUp();
  ledger.note(3, 2, owned(array(1, 2)));
  ledger.note(3, -0.5, owned(array(4, 8)));
  ledger.note(3, 1, borrowed(array(100, 200)));
  expect(valuesOf(ledger.take(3))).toEqual([100, 200]);
});

test("Nothing was noted for other values, nor for one that was taken.", () => {
  const { ledger, array } = setUp();
  ledger.note(1, 1, owned(array(1)));
  expect(ledger.take(0)).toBeUndefined();
  expect(valuesOf(ledger.take(1))).toEqual([1]);
  expect(ledger.take(1)).toBeUndefined();
});

test("A cotangent of several values is freed when the last of them is taken, not before.", () => {
  const { ledger, array, backend } = setUp();
  const share = owned(array(5));
  for (const id of [1, 2, 2]) ledger.note(id, id, share);
  const first = ledger.take(2);
  expect(share.state[0]?.freed).toBe(false);
  expect(valuesOf(first)).toEqual([20]);
  const second = ledger.take(1);
  expect(share.state[0]?.freed).toBe(true);
  expect(backend.live()).toBe(2);
  for (const sum of [first, second]) ledger.settle(sum as NonNullable<typeof sum>);
  expect(backend.live()).toBe(0);
});

test("A sum that nothing uses is freed when it is settled; one that is noted is not.", () => {
  const { ledger, array, backend } = setUp();
  ledger.note(1, 1, owned(array(5)));
  const sum = ledger.take(1) as ReturnType<typeof owned<NumberArray>>;
  ledger.note(0, 2, sum);
  ledger.settle(sum);
  expect(sum.state[0]?.freed).toBe(false);
  expect(valuesOf(ledger.take(0))).toEqual([10]);
  expect(sum.state[0]?.freed).toBe(true);
  expect(backend.live()).toBe(1);
});

test("What somebody else owns is never freed.", () => {
  const { ledger, array } = setUp();
  const share = borrowed(array(1));
  ledger.note(1, 1, share);
  ledger.take(1);
  ledger.settle(share);
  ledger.note(2, 1, share);
  ledger.release();
  expect(share.state[0]?.freed).toBe(false);
});

test("Releasing the ledger frees what is left, once, and forgets it.", () => {
  const { ledger, array, backend } = setUp();
  const shared = owned(array(1));
  for (const id of [1, 2]) ledger.note(id, 1, shared);
  ledger.note(2, 1, owned(array(2)));
  ledger.release();
  expect(backend.live()).toBe(0);
  expect(ledger.take(1)).toBeUndefined();
});

test("A sum that fails leaves what it was made of for the release.", () => {
  const { array, backend } = setUp();
  const failing = {
    ...backend,
    linearCombination(): never {
      throw new RangeError("no memory");
    },
  };
  const ledger = cotangentLedger(failing);
  ledger.note(1, 1, owned(array(1)));
  expect(() => ledger.take(1)).toThrow(RangeError);
  ledger.release();
  expect(backend.live()).toBe(0);
});
