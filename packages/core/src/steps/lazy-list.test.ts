import { expect, test } from "vitest";
import { lazyList } from "./lazy-list.js";

test("A lazy list is read as an array is, and follows its length.", () => {
  let length = 3;
  const list = lazyList(
    () => length,
    (i) => 10 * i,
  );
  expect(Array.isArray(list)).toBe(true);
  expect([...list]).toEqual([0, 10, 20]);
  expect([list[2], list[3], list.length]).toEqual([20, undefined, 3]);
  expect([list.at(1), list.at(3), list.at(-1), list.at(-4)]).toEqual([
    10,
    undefined,
    20,
    undefined,
  ]);
  expect(list.filter((item) => item > 5).map((item) => item + 1)).toEqual([11, 21]);
  expect([list.slice(1), list.indexOf(20), list.includes(30)]).toEqual([[10, 20], 2, false]);
  expect([1 in list, 3 in list, "map" in list]).toEqual([true, false, true]);
  length = 4;
  expect([...list.keys()]).toEqual([0, 1, 2, 3]);
  expect(list[3]).toBe(30);
});

test("A lazy list cannot be written to.", () => {
  const list = lazyList(
    () => 1,
    () => 7,
  );
  expect(() => (list as Array<number>).push(8)).toThrow(TypeError);
  expect([...list]).toEqual([7]);
});
