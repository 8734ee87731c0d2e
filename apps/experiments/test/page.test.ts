import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { experiments } from "../src/experiments.js";
import { fillPage, namesOn, type StoredRun } from "../src/page/fill-page.js";
import { PAGE, storedRun } from "../src/page/stored-run.js";
import { questions } from "../src/questions.js";

const page = readFileSync(PAGE, "utf8");

test("The page shows the figures that are stored: `pnpm --filter @symplectic-adjoint/experiments page` writes it.", () => {
  expect(page).toBe(fillPage(page, storedRun));
});

test("The page and the usage have every experiment.", () => {
  expect(namesOn(page).sort()).toEqual(Object.keys(experiments).sort());
  expect(Object.keys(questions).sort()).toEqual(Object.keys(experiments).sort());
});

test("A stored run replaces what stands between its marks, and nothing else.", () => {
  const run: StoredRun = {
    date: "2026-01-02T03:04:05Z",
    machine: { cpu: "a processor", cores: 2 },
    versions: { node: "20", tfjs: "4" },
    figures: {
      engine: { name: "wasm" },
      tables: [{ title: "Peaks", head: ["name", "MiB"], rows: [["odeint", "12*"]] }],
    },
  };
  const before = "a\n<!-- results: kdv -->\nold\n<!-- end -->\nb";
  const after = fillPage(before, () => run);
  expect(after).toContain("| odeint | 12\\* |");
  expect(after).toContain("2 cores of a processor");
  expect(after).not.toContain("old");
  expect(after.startsWith("a\n<!-- results: kdv -->\n")).toBe(true);
  expect(after.endsWith("<!-- end -->\nb")).toBe(true);
  expect(fillPage(after, () => run)).toBe(after);
});
