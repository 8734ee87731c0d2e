import { expect, test } from "vitest";
import { checkLongSolves } from "../src/million-steps/check-long-solves.js";
import type { LongFigures } from "../src/million-steps/long-case.js";

const row = (changes: Partial<LongFigures>): LongFigures => ({
  ...{ steps: 10, store: "file", schedule: "everyStep", gradient: "ff", growth: 2 ** 26 },
  ...{ onDisk: 0, evaluations: 70, diagnostic: { forwardSeconds: 1, backwardSeconds: 1 } },
  ...changes,
});

test("Equal gradients within the limit are as they should be; a full list in memory may take more.", () => {
  const all = row({ store: "memory", growth: 2 ** 30 });
  expect(checkLongSolves([all, row({}), row({ store: "memory", schedule: "binomial" })])).toEqual(
    [],
  );
  expect(checkLongSolves([row({}), row({ steps: 20, gradient: "00" })])).toEqual([]);
});

test("Another gradient, and too much memory, are found.", () => {
  const rows = [
    row({ store: "memory" }),
    row({ gradient: "fe" }),
    row({ store: "memory", schedule: "binomial", growth: 2 ** 26 + 1 }),
  ];
  expect(checkLongSolves(rows)).toEqual([
    "10 steps, file, everyStep: the gradient is not that of memory, everyStep.",
    "10 steps, memory, binomial: 64.0 MiB of memory, more than 64.",
  ]);
});
