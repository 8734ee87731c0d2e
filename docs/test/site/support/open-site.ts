import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type BrowserContextOptions, chromium, type Page } from "playwright";
import { serveUnder } from "./serve-under.js";

// The one that is named, or that vitest.config.ts found; the flags are set there.
const { CHROMIUM: executablePath = "", CHROMIUM_FLAGS: flags = "" } = process.env;

/** Whether there is a browser. One line says so where there is none. */
export const hasBrowser: boolean = existsSync(executablePath);
if (!hasBrowser) process.stderr.write("The site is not tested: no Chromium found; set CHROMIUM.\n");

const docs = fileURLToPath(new URL("../../..", import.meta.url));
const base = "/a/sub/path/";

/** The built site, served under a path, and a browser. */
export interface OpenSite {
  /** With a slash at the end. */
  readonly address: string;
  /** A new page at a path. `errors` is what it writes to the console as an error, throws, or fails to load. */
  open(
    path: string,
    options?: BrowserContextOptions,
  ): Promise<{ readonly page: Page; readonly errors: ReadonlyArray<string> }>;
  close(): Promise<void>;
}

/** Builds the site, without the API, into a folder of its own, and serves it on this machine. */
export async function openSite(): Promise<OpenSite> {
  const folder = await mkdtemp(join(tmpdir(), "site-"));
  const { NODE_ENV: _mode, VITEST: _vitest, ...environment } = process.env;
  await promisify(execFile)(
    process.execPath,
    ["node_modules/vitepress/bin/vitepress.js", "build"],
    {
      cwd: docs,
      env: { ...environment, DOCS_BASE: base, DOCS_OUT: folder, DOCS_WITHOUT_API: "1" },
    },
  );
  const { address, server } = await serveUnder(base, folder);
  const browser = await chromium.launch({ executablePath, args: flags.split(" ") });
  return {
    address,
    async open(path, options = {}) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const errors: Array<string> = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("response", (response) => {
        if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
      });
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      await page.goto(new URL(path, address).href);
      return { page, errors };
    },
    async close() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}
