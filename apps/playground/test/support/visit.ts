import type { Locator } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import {
  buildPlayground,
  type OpeningOptions,
  type OpenPlayground,
  type Playground,
} from "./open-playground.js";

/** The page as a reader uses it: open anew in each test. */
export interface Visit {
  /** The page that is open. */
  open(): OpenPlayground;
  /** Opens it again, in another way. */
  reopen(options: OpeningOptions): Promise<void>;
  /** The text of a figure. */
  figure(id: string): Promise<string | null>;
  /** The number at the start of a figure. */
  numberIn(id: string): Promise<number>;
  choose(engine: string): Promise<unknown>;
  compiled(): Locator;
  status(): Locator;
  click(button: string): Promise<void>;
  /** Waits until so many iterations are done. */
  reach(iterations: number): Promise<void>;
  /** Stops, and waits until it has stopped. */
  stop(): Promise<void>;
}

/** Builds the playground before all tests of the suite that calls this, and opens it before each. */
export function visitPlayground(): Visit {
  let playground: Playground;
  let open: OpenPlayground;
  beforeAll(async () => {
    playground = await buildPlayground();
  }, 120_000);
  beforeEach(async () => {
    open = await playground.open();
  });
  afterEach(() => open?.page.context().close());
  afterAll(() => playground?.close());

  const figure = (id: string) => open.page.locator(`#${id}`).textContent();
  const numberIn = async (id: string) => Number.parseFloat((await figure(id)) ?? "");
  const click = (name: string) => open.page.getByRole("button", { name }).click();
  const status = () => open.page.getByRole("status");
  return {
    open: () => open,
    async reopen(options) {
      await open.page.context().close();
      open = await playground.open(options);
    },
    figure,
    numberIn,
    choose: (engine) => open.page.getByLabel("Engine").selectOption(engine),
    compiled: () => open.page.getByLabel("Compiled"),
    status,
    click,
    async reach(iterations) {
      await expect
        .poll(() => numberIn("iteration"), { timeout: 150_000, interval: 50 })
        .toBeGreaterThanOrEqual(iterations);
    },
    async stop() {
      await click("Stop");
      await expect.poll(() => status().textContent(), { timeout: 60_000 }).toMatch(/^Stopped/);
    },
  };
}
