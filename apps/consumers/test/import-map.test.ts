import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { documentedBlock } from "./support/documented-block.js";
import { serveFolder } from "./support/serve-folder.js";

// The one that is named, or that vitest.config.ts found.
const executablePath = process.env.CHROMIUM ?? "";
const hasBrowser = existsSync(executablePath);
if (!hasBrowser) {
  process.stderr.write("The page with an import map is not tested: no Chromium found.\n");
}

describe.skipIf(!hasBrowser)("The documented page without a bundler", () => {
  let browser: Browser;
  let origin = "";
  let server: Server;

  beforeAll(async () => {
    await writeFile(join(inject("installed"), "index.html"), documentedBlock("html"));
    ({ origin, server } = await serveFolder(inject("installed")));
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test("trains on wasm, and prints the results.", async () => {
    const page = await browser.newPage();
    const errors: Array<string> = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(`${origin}/index.html`, { waitUntil: "commit" });
    const output = () => page.locator("output").textContent();
    await expect
      .poll(async () => (await output()) || (errors[0] ?? ""), { timeout: 100_000 })
      .not.toBe("");
    expect(errors).toEqual([]);
    expect(await output()).toBe("wasm: -0.1 -1.0 1.0 -0.1");
  }, 120_000);
});
