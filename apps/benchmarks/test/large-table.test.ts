import { describe, expect, it } from "vitest";
import { checkLargeCase, largeTable } from "../src/memory/large-table.js";
import type { LargeFigures } from "../src/memory/measure-large.js";

const row: LargeFigures = {
  name: "symplectic, every step",
  steps: 200,
  budget: undefined,
  same: true,
  peak: 30 * 2 ** 20,
  seconds: 1,
  checkpoints: 200,
  recomputed: 0,
  digest: "abc",
};
const within = { ...row, name: "symplectic, within", budget: 24 * 2 ** 20, peak: 23 * 2 ** 20 };
const failuresOf = (...rows: Parameters<typeof checkLargeCase>[0]["rows"]) =>
  checkLargeCase({ rows, torch: "no module named torch" });

describe("The check of the large case", () => {
  it("finds nothing where budgets are kept and gradients are the same", () => {
    const other = { ...row, name: "continuous adjoint", same: false, digest: "def" };
    const long = { ...within, steps: 10_000, digest: "123" };
    const absent = { name: "backpropagation", steps: 200, absent: "The heap is full." };
    expect(failuresOf(row, within, other, long, absent)).toEqual([]);
  });

  it("finds a budget that is exceeded, a gradient that differs, and a row that must not fail", () => {
    expect(failuresOf(row, { ...within, peak: 25 * 2 ** 20 })).toEqual([
      expect.stringContaining("exceeds 25165824"),
    ]);
    expect(failuresOf(row, { ...within, digest: "def" })).toEqual([
      expect.stringContaining("its gradient differs"),
    ]);
    expect(failuresOf(row, { name: within.name, steps: 200, absent: "too small" })).toEqual([
      "symplectic, within, 200 steps: too small",
    ]);
  });
});

it("The table has a row for each, and says why there is none of PyTorch", () => {
  const { rows, notes } = largeTable({ rows: [row], torch: "no module named torch" });
  expect(rows).toEqual([["symplectic, every step", 200, "30.0", "1.0", 200, 0]]);
  expect(notes?.join(" ")).toContain("PyTorch was not measured: no module named torch.");
  const torch = [{ name: "odeint", mebibytes: 1777, seconds: 3 }];
  expect(largeTable({ rows: [row], torch }).rows[1]).toContain("1777");
});
