import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BrowserContextOptions, chromium, type Page } from "playwright";
import { build, preview } from "vite";

// The one that is named, or that vitest.config.ts found; the flags are set there.
const { CHROMIUM: executablePath = "", CHROMIUM_FLAGS: flags = "" } = process.env;

/** Whether there is a browser. One line says so where there is none. */
export const hasBrowser: boolean = existsSync(executablePath);
if (!hasBrowser) {
  process.stderr.write("The playground is not tested: no Chromium found; set CHROMIUM.\n");
}

/** The built page in a real browser. */
export interface OpenPlayground {
  readonly page: Page;
  /** What the page wrote to the console as an error, or threw. */
  readonly errors: ReadonlyArray<string>;
}

/** How the page is opened: with options of a context, and with a content security policy sent by the server. */
export interface OpeningOptions extends BrowserContextOptions {
  readonly policy?: string;
}

/** The built playground, and a browser to open it in. */
export interface Playground {
  open(options?: OpeningOptions): Promise<OpenPlayground>;
  close(): Promise<void>;
}

/** Builds the page into a folder of its own, once, and serves it on this machine. */
export async function buildPlayground(): Promise<Playground> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const outDir = await mkdtemp(join(tmpdir(), "playground-"));
  await build({ root, logLevel: "error", build: { outDir, emptyOutDir: true } });
  const server = await preview({
    root,
    logLevel: "error",
    build: { outDir },
    preview: { port: 0, host: "localhost" },
  });
  const browser = await chromium.launch({ executablePath, args: flags.split(" ") });
  return {
    async open({ policy, ...options } = {}) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const errors: Array<string> = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      if (policy !== undefined) {
        await page.route("**/*", async (route) => {
          const response = await route.fetch();
          const headers = { ...response.headers(), "content-security-policy": policy };
          await route.fulfill({ response, headers });
        });
      }
      await page.goto(server.resolvedUrls?.local[0] ?? "");
      return { page, errors };
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}
