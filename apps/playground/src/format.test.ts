import { expect, test } from "vitest";
import { formatBytes, formatMilliseconds, formatWay, recentMedian } from "./format.js";

test("Bytes are shown in a unit that keeps the number short.", () => {
  expect([0, 1023, 1024, 1536, 1024 ** 2, 3.25 * 1024 ** 2].map(formatBytes)).toEqual([
    "0 B",
    "1023 B",
    "1.0 KiB",
    "1.5 KiB",
    "1.0 MiB",
    "3.3 MiB",
  ]);
});

test("Durations are shown to three digits.", () => {
  expect([0.012345, 1.5, 12.345, 1234.5].map(formatMilliseconds)).toEqual([
    "0.0123 ms",
    "1.5 ms",
    "12.3 ms",
    "1230 ms",
  ]);
});

test("The recent median ignores old values and single pauses.", () => {
  expect(recentMedian([1000, 1000, 3, 1, 2], 3)).toBe(2);
  expect(recentMedian([5, 500, 4], 3)).toBe(5);
  expect(recentMedian([])).toBeNaN();
});

test("How a network runs is shown in words.", () => {
  const program = { precision: "float32", traces: 1, bytes: 8 } as const;
  expect(formatWay({ ...program, executor: "wasm" })).toBe("compiled, in WebAssembly");
  expect(formatWay({ ...program, executor: "javascript" })).toBe("compiled, in JavaScript");
  expect(formatWay({ interpreted: "the engine is webgl" })).toBe("by single operations");
  expect(formatWay(undefined)).toBe("by single operations");
});
