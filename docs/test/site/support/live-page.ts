import { readdirSync, readFileSync } from "node:fs";
import type { Locator, Page } from "playwright";

const folder = new URL("../../../tutorials/code/", import.meta.url);

/** The tutorials, and the code of each. */
export const tutorials: ReadonlyArray<{ readonly name: string; readonly code: string }> =
  readdirSync(folder)
    .filter((file) => file.endsWith(".js"))
    .map((file) => ({
      name: file.replace(/\.js$/, ""),
      code: readFileSync(new URL(file, folder), "utf8"),
    }));

/**
 * A tutorial's code that draws after each iteration, not after some, which take minutes on a software driver of a GPU, and
 * that goes on until it is stopped.
 */
export function drawingAlways(code: string): string {
  const drawing = code.replace(/if \(step % \d+ === \d+\)/, "if (step >= 0)");
  if (drawing === code) throw new Error("This tutorial does not draw in its loop.");
  return drawing.replace(/progress\(\d+\)/, "progress(1e9)");
}

/** What a reader uses of live code. */
export interface LivePage {
  readonly run: Locator;
  readonly stop: Locator;
  readonly engine: Locator;
  /** The box "Compiled". */
  readonly compiled: Locator;
  readonly editor: Locator;
  readonly status: Locator;
  readonly problem: Locator;
  readonly log: Locator;
  readonly pictures: Locator;
  /** How many tensors there were when the last run had ended. */
  tensors(): Promise<number>;
  /** Waits until the status matches. */
  until(status: RegExp): Promise<void>;
  /** Waits until so many pictures have something other than their background. */
  drawn(count: number): Promise<void>;
}

/** Waits until the page's code can be run. */
export async function livePage(page: Page): Promise<LivePage> {
  await page.waitForSelector("[data-ready]");
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  return {
    run: button("Run"),
    stop: button("Stop"),
    engine: page.getByLabel("Engine"),
    compiled: page.getByLabel("Compiled"),
    editor: page.getByLabel("Code, in JavaScript"),
    status: page.locator(".live-status"),
    problem: page.locator(".live-problem"),
    log: page.locator(".live-log"),
    pictures: page.locator(".live-canvas canvas"),
    tensors: async () => Number(await page.getAttribute("[data-ready]", "data-tensors")),
    async until(status) {
      await page.waitForFunction(
        (source) =>
          new RegExp(source).test(document.querySelector(".live-status")?.textContent ?? ""),
        status.source,
        { timeout: 100_000 },
      );
    },
    async drawn(count) {
      await page.waitForFunction(
        (least) =>
          [...document.querySelectorAll<HTMLCanvasElement>(".live-canvas canvas")].filter(
            (canvas) => {
              const { data } =
                canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
              return data !== undefined && new Set(new Uint32Array(data.buffer)).size > 2;
            },
          ).length >= least,
        count,
        { timeout: 100_000 },
      );
    },
  };
}
