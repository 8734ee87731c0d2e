import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, promisify } from "node:util";
import { setBackend } from "@tensorflow/tfjs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { codeOf, promisedOutput, sectionsOf } from "./code-blocks.js";

const root = new URL("../../", import.meta.url);
const snippets = new URL(".snippets/", import.meta.url);

const read = (page: string): string => readFileSync(new URL(page, root), "utf8");

const pages = [
  "README.md",
  "docs/choosing-a-gradient.md",
  "docs/choosing-a-method.md",
  "docs/compiled.md",
  "docs/failing-solves.md",
  "docs/getting-started.md",
  "docs/engines.md",
  "docs/errors.md",
  "docs/events.md",
  "docs/memory.md",
  "docs/migrating.md",
  "docs/outputs.md",
  "docs/performance.md",
  "docs/randomness.md",
  "docs/schedules.md",
  "docs/testing-gradients.md",
  "docs/tolerances.md",
  "docs/times.md",
  "docs/writing-f.md",
  ...readdirSync(new URL("packages/", root))
    // Not published.
    .filter((folder) => folder !== "assembly" && folder !== "testing")
    .map((folder) => `packages/${folder}/README.md`),
]
  .map((page) => ({ page, markdown: read(page) }))
  .concat(
    // Each section can be copied by itself.
    sectionsOf(read("docs/extending.md")).map(({ heading, text }) => ({
      page: `docs/extending.md, ${heading}`,
      markdown: text,
    })),
  )
  .map(({ page, markdown }) => {
    const file = new URL(`${page.replaceAll(/[/, ]+/g, "-")}.ts`, snippets);
    return { page, code: codeOf(markdown), file };
  });

rmSync(snippets, { recursive: true, force: true });
mkdirSync(snippets);
for (const { code, file } of pages) writeFileSync(file, code);
writeFileSync(
  new URL("tsconfig.json", snippets),
  JSON.stringify({
    extends: "../../../tsconfig.base.json",
    compilerOptions: {
      noEmit: true,
      composite: false,
      declarationMap: false,
      isolatedDeclarations: false,
      noUnusedLocals: false,
      types: ["node"],
      lib: ["ES2022", "ESNext.Disposable", "DOM"],
    },
    include: ["*.ts"],
  }),
);

afterEach(async () => {
  vi.restoreAllMocks();
  // A page may leave another engine active; the next one begins as its reader does.
  await setBackend("cpu");
});

describe.each(pages)("The code in $page", ({ code, file }) => {
  test("runs and prints what it says.", async () => {
    const printed: Array<string> = [];
    vi.spyOn(console, "log").mockImplementation((...values) => {
      printed.push(format(...values));
    });
    await import(/* @vite-ignore */ fileURLToPath(file));
    expect(code.length).toBeGreaterThan("\nexport {};\n".length);
    expect(printed).toEqual(promisedOutput(code));
  });
});

test.each(pages)(
  "The code in $page differentiates on engines without their packages: no gather, whose gradient wasm lacks.",
  ({ code }) => {
    expect(code).not.toMatch(/\bgather\(/);
  },
);

test("The code in all pages is free of type errors.", async () => {
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));
  const check = promisify(execFile)(process.execPath, [tsc, "-p", fileURLToPath(snippets)]);
  const { stdout } = await check.catch((error: { stdout: string }) => error);
  expect(stdout).toBe("");
});
