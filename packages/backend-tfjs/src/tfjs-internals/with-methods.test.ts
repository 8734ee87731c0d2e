import { expect, test } from "vitest";
import { withMethods } from "./with-methods.js";

class Counter {
  count(): number {
    return 1;
  }
}

test("The methods of an object are shadowed while a body runs, and restored afterwards.", () => {
  const counter = new Counter();
  expect(withMethods(counter, { count: () => 2, extra: () => 3 }, () => counter.count())).toBe(2);
  expect(counter.count()).toBe(1);
  expect(Object.keys(counter)).toEqual([]);
});

test("They are restored if the body throws, and if the object had own methods.", () => {
  const counter = Object.assign(new Counter(), { count: () => 5 });
  const failing = () =>
    withMethods(counter, { count: () => 2 }, () => {
      throw new RangeError("mine");
    });
  expect(failing).toThrow(RangeError);
  expect(counter.count()).toBe(5);
});
