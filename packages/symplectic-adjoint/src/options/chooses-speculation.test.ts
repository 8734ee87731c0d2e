import { expect, test } from "vitest";
import { choosesSpeculation } from "./chooses-speculation.js";

test("Without the option a call speculates if it waits for a backend that is read asynchronously only.", () => {
  const chosen = [true, false].map((readsSynchronously) =>
    [true, false].map((awaits) => choosesSpeculation({}, { readsSynchronously }, awaits)),
  );
  expect(chosen).toEqual([
    [false, false],
    [true, false],
  ]);
});

test("The option is respected, except in calls that are not awaited.", () => {
  for (const speculate of [true, false]) {
    for (const readsSynchronously of [true, false]) {
      const backend = { readsSynchronously };
      expect(choosesSpeculation({ speculate }, backend, true)).toBe(speculate);
      expect(choosesSpeculation({ speculate }, backend, false)).toBe(false);
    }
  }
});
