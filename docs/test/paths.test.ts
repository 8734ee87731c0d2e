import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pathsOf } from "./paths.js";

const root = new URL("../../", import.meta.url);
const packages = readdirSync(new URL("packages/", root));

const pages = [
  "README.md",
  "AGENTS.md",
  "CONTRIBUTING.md",
  ...["docs/", "docs/contributing/"].flatMap((folder) =>
    readdirSync(new URL(folder, root))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}${name}`),
  ),
];

/** Written by a script, or missing from a fresh clone. */
const generated = ["docs/api/"];

test.each(pages)("Every path that %s names exists.", (page) => {
  for (const path of pathsOf(readFileSync(new URL(page, root), "utf8"), packages)) {
    if (generated.includes(path)) continue;
    expect(existsSync(new URL(path, root)), path).toBe(true);
  }
});

test("Paths are found as whole, and as the benchmark step-files prints them; patterns and code are not.", () => {
  const markdown = [
    "`packages/core/src/index.ts`, `core/ports/method.ts`, `packages/backend-<engine>/`, `y/2`",
    "```ts",
    "`core/no.ts`",
    "```",
  ].join("\n");
  expect(pathsOf(markdown, ["core"])).toEqual([
    "packages/core/src/index.ts",
    "packages/core/src/ports/method.ts",
  ]);
});

test("The life of a step names its files.", () => {
  const page = new URL("docs/contributing/life-of-a-step.md", root);
  expect(pathsOf(readFileSync(page, "utf8"), packages).length).toBeGreaterThan(30);
});
