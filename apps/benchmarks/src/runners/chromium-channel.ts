import { type Browser, chromium, type Page } from "playwright";
import { chromiumFlags } from "./chromium-flags.js";
import { findChromium } from "./find-chromium.js";
import type { Channel } from "./runner.js";
import { type PageServer, servePage } from "./serve-page.js";

interface Opened {
  readonly server: PageServer;
  readonly browser: Browser;
  readonly page: Page;
}

/** A browser with the benchmarks' page and one engine. The first request opens it. */
export function chromiumChannel(engine: string, stock: boolean): Channel {
  let opened: Promise<Opened> | undefined;
  return {
    async ask(method, args) {
      opened ??= open(engine, stock);
      const { page } = await opened;
      return page.evaluate(([name, given]) => (globalThis as unknown as Asked).ask(name, given), [
        method,
        args,
      ] as const);
    },
    async close() {
      const { server, browser } = (await opened) ?? {};
      await browser?.close();
      await server?.close();
    },
  };
}

interface Asked {
  ask(method: string, args: ReadonlyArray<unknown>): unknown;
}

async function open(engine: string, stock: boolean): Promise<Opened> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error("no Chromium found: set CHROMIUM, or apt-get install chromium");
  const server = await servePage();
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({ executablePath, headless: true, args: [...chromiumFlags] });
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(`${server.url}?engine=${engine}${stock ? "&stock" : ""}`);
    return { server, browser, page };
  } catch (error) {
    await browser?.close();
    await server.close();
    throw error;
  }
}
