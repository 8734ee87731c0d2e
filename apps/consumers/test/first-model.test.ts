import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright";
import { build } from "vite";
import { expect, inject, test } from "vitest";
import { runNode } from "./support/run-node.js";
import { serveFolder } from "./support/serve-folder.js";

// What a new user does, by the page that tells it: on the packages as published, without the commands that install them.

const page = readFileSync(new URL("../../../docs/first-model.md", import.meta.url), "utf8");
const blockOf = (label: string): string =>
  page.split(`\`\`\`${label}\n`)[1]?.split("\n```")[0] ?? "";
const printed = blockOf("text");
const installed = inject("installed");

test.each(["train.mjs", "src/main.js"])("With its commands %s has at most ten lines.", (file) => {
  const section = page.split("\n## ").find((text) => text.includes(`[${file}]`)) ?? "";
  const commands = section.split("```sh\n")[1]?.split("\n```")[0]?.split("\n") ?? [];
  expect(commands.length).toBe(3);
  expect(blockOf(`js [${file}]`).split("\n").length).toBe(7);
});

test("A fresh Node project trains the model.", async () => {
  await writeFile(join(installed, "train.mjs"), blockOf("js [train.mjs]"));
  const { code, stdout } = await runNode(installed, "train.mjs");
  expect(stdout.trim().split("\n").at(-1)).toBe(printed);
  expect(code).toBe(0);
});

/** In milliseconds: it stops what hangs. */
const PATIENCE = 200_000;
const executablePath = process.env.CHROMIUM ?? "";

test.skipIf(!existsSync(executablePath))(
  "A fresh Vite project trains the model in a browser.",
  async () => {
    const root = join(installed, "first");
    await mkdir(join(root, "src"), { recursive: true });
    await writeFile(join(root, "src/main.js"), blockOf("js [src/main.js]"));
    await writeFile(
      join(root, "index.html"),
      '<!doctype html><html lang="en"><body><div id="app"></div><script type="module" src="/src/main.js"></script></body></html>',
    );
    await build({
      root,
      configFile: false,
      logLevel: "error",
      build: { chunkSizeWarningLimit: 5000 },
    });
    const { origin, server } = await serveFolder(join(root, "dist"));
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    try {
      const tab = await browser.newPage();
      // It trains while it loads: on a busy machine, that takes longer than a browser is given by default.
      await tab.goto(`${origin}/index.html`, { waitUntil: "commit" });
      const timeout = PATIENCE;
      const shown = () => tab.locator("#app").textContent({ timeout });
      await expect.poll(shown, { timeout }).toBe(printed);
    } finally {
      await browser.close();
      server.close();
    }
  },
  2 * PATIENCE,
);
