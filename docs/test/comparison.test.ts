import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync(new URL("../comparison.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\|(.*)\|$/gm)].map((line) =>
  (line[1] ?? "").split("|").map((cell) => cell.trim()),
);
const [head = [], _rule, ...features] = rows;

/** What links to a source, by its label. */
const sources = new Map(
  [...page.matchAll(/^\[([\w-]+)\]: (\S+)$/gm)].map(([, label = "", address = ""]) => [
    label,
    address,
  ]),
);
/** The labels that a text refers to. */
const labelsIn = (text: string) =>
  [...text.matchAll(/\[[^\]]+\]\[([\w-]+)\]/g)].map((link) => link[1] ?? "");

test.each(features.map(([feature = "", _ours, ...others]) => ({ feature, others })))(
  "$feature: every entry about another library names its source, or is a dash.",
  ({ others }) => {
    expect(others).toHaveLength(head.length - 2);
    for (const cell of others) {
      if (cell === "–") continue;
      for (const entry of cell.split(/, (?=\[)/)) expect(entry).toMatch(/^\[[^\]]+\]\[[\w-]+\]$/);
    }
  },
);

test("Every source has a public address, and is used.", () => {
  for (const address of sources.values()) expect(address).toMatch(/^https:\/\/[a-z.]+\.\w+\//);
  expect(new Set(features.flat().flatMap(labelsIn))).toEqual(new Set(sources.keys()));
});
