import { expect, test } from "vitest";
import { withMethods } from "./with-methods.js";

class Counter {
  count(): number {
    return 1;
  }
}

test("An object has other methods while a body runs, and its own afterwards.", () => {
  const counter = new Counter();
  expect(withMethods(counter, { count: () => 2, extra: () => 3 }, () => counter.count())).toBe(2);
  expect(counter.count()).toBe(1);
  expect(Object.keys(counter)).toEqual([]);
});

test("So it is when the body throws, and when the object had methods of its own.", () => {
  const counter = Object.assign(new Counter(), { count: () => 5 });
  const failing = () =>
    withMethods(counter, { count: () => 2 }, () => {
      throw new RangeError("mine");
    });
  expect(failing).toThrow(RangeError);
  expect(counter.count()).toBe(5);
});
