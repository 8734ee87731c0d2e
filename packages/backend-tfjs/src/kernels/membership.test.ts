import { expect, test } from "vitest";
import { membership } from "./membership.js";
import { duplicateFinder } from "./owned-handles.js";

const few = ["a", "b", "a", "c"];
const many = [...few, ..."defghijk", "c", "k"];

test.each([few, many])("A look-up finds what is in the list, and nothing else.", (...list) => {
  const found = membership(list);
  expect(list.every((item) => found.has(item))).toBe(true);
  expect(found.has("z")).toBe(false);
});

test.each([few, many])("Repetitions are all but the first of equal items.", (...list) => {
  const repeated = duplicateFinder(list);
  const found = list.map((item, i) => repeated(item, i));
  expect(found).toEqual(list.map((item, i) => list.slice(0, i).includes(item)));
});
