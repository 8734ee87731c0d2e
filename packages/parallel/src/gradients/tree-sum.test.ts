import fc from "fast-check";
import { expect, test } from "vitest";
import { treeSum } from "./tree-sum.js";

const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), {
  minLength: 1,
  maxLength: 40,
});

test("The sum is bitwise the same for any order of arrival, duplicates included.", () => {
  fc.assert(
    fc.property(numbers, fc.infiniteStream(fc.nat()), (values, choices) => {
      const inOrder = treeSum<number>(values.length, (a, b) => a + b);
      for (const [i, value] of values.entries()) inOrder.add(i, value);
      const shuffled = treeSum<number>(values.length, (a, b) => a + b);
      const left = [...values.keys()];
      while (left.length > 0) {
        const at = (choices.next().value as number) % left.length;
        const [index] = left.splice(at, 1) as [number];
        shuffled.add(index, values[index] as number);
        shuffled.add(index, 1e300);
      }
      expect(Object.is(shuffled.total(), inOrder.total())).toBe(true);
    }),
  );
});

test("The order is that of a balanced tree.", () => {
  const sum = treeSum<string>(5, (a, b) => `(${a}${b})`);
  for (const i of [4, 0, 3, 1, 2]) sum.add(i, String(i));
  expect(sum.total()).toBe("(((01)2)(34))");
});

test("There is no total before every index has a value.", () => {
  const sum = treeSum<number>(2, (a, b) => a + b);
  sum.add(0, 1);
  sum.add(0, 1);
  expect(sum.total()).toBeUndefined();
  sum.add(1, 2);
  expect(sum.total()).toBe(3);
});

test("A sum of one is the value.", () => {
  const sum = treeSum<number>(1, (a, b) => a + b);
  sum.add(0, 7);
  expect(sum.total()).toBe(7);
});
