import { expect, test } from "vitest";
import { expectNoLeaks } from "./expect-no-leaks.js";
import { LeakError } from "./leak-error.js";

test("A body that frees its arrays passes, and its result is returned.", () => {
  const live = new Set<number>();
  const result = expectNoLeaks(
    () => live.size,
    () => {
      live.add(1);
      live.delete(1);
      return "done";
    },
  );
  expect(result).toBe("done");
});

test("A leak or an excess release throws an error with the number of arrays.", () => {
  const live = new Set([1, 2]);
  const count = () => live.size;
  expect(() => expectNoLeaks(count, () => live.add(3).add(4))).toThrow(
    "body left arrays behind (got 2). There were 2 before it and 4 after it: release what it makes, and only that.",
  );
  expect(() => expectNoLeaks(count, () => live.delete(1))).toThrow(LeakError);
});

test("A promise is awaited before arrays are counted again.", async () => {
  const live = new Set<number>();
  const count = () => live.size;
  const later = () => new Promise<void>((resolve) => setTimeout(resolve));
  const fine = async () => {
    live.add(1);
    await later();
    live.delete(1);
    return 7;
  };
  await expect(expectNoLeaks(count, fine)).resolves.toBe(7);
  const leaking = async () => {
    await later();
    live.add(2);
  };
  await expect(expectNoLeaks(count, leaking)).rejects.toThrow(LeakError);
});

test("Errors of the body propagate.", () => {
  let count = 0;
  const failing = () => {
    count++;
    throw new RangeError("mine");
  };
  expect(() => expectNoLeaks(() => count, failing)).toThrow(RangeError);
});
