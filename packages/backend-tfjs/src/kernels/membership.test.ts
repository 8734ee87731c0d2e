import { expect, test } from "vitest";
import { membership } from "./membership.js";
import { duplicateFinder } from "./owned-handles.js";

const few = ["a", "b", "a", "c"];
const many = [...few, ..."defghijk", "c", "k"];

test.each([few, many])("The membership test is true exactly for items of the list.", (...list) => {
  const found = membership(list);
  expect(list.every((item) => found.has(item))).toBe(true);
  expect(found.has("z")).toBe(false);
});

test.each([few, many])("All but the first of equal items are duplicates.", (...list) => {
  const repeated = duplicateFinder(list);
  const found = list.map((item, i) => repeated(item, i));
  expect(found).toEqual(list.map((item, i) => list.slice(0, i).includes(item)));
});
