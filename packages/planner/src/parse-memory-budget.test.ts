import { describe, expect, it } from "vitest";
import { parseMemoryBudget } from "./parse-memory-budget.js";

describe("A memory budget", () => {
  it.each([
    [1, 1],
    [1000.9, 1000],
    ["64 MiB", 64 * 2 ** 20],
    ["24MB", 24e6],
    ["24 mb", 24e6],
    ["1.5 GiB", 1.5 * 2 ** 30],
    [".5 KiB", 512],
    ["100 B", 100],
    ["1 byte", 1],
    ["7 bytes", 7],
    ["3 kB", 3000],
    ["3KB", 3000],
    ["2 TB", 2e12],
    ["  2 TiB ", 2 * 2 ** 40],
  ])("%j is %d bytes", (budget, bytes) => {
    expect(parseMemoryBudget(budget)).toBe(bytes);
  });

  it.each([
    0,
    -1,
    0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 60,
    "",
    "64",
    "MiB",
    "64 Mi",
    "-1 MiB",
    "1e3 MB",
    "64 MiB of it",
    "6 4 MiB",
    "0.1 B",
    "3 constructor",
    {},
    [64],
    null,
    64n,
  ])("cannot be %s", (budget) => {
    expect(() => parseMemoryBudget(budget as never)).toThrowError(
      expect.objectContaining({
        code: "INVALID_ARGUMENT",
        message: expect.stringMatching(/^memoryBudget must be .*Write memoryBudget: "64 MiB"/),
      }),
    );
  });

  it("is required", () => {
    expect(() => parseMemoryBudget(undefined as never)).toThrow(/memoryBudget/);
  });
});
