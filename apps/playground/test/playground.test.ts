import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  buildPlayground,
  hasBrowser,
  type OpenPlayground,
  type Playground,
} from "./open-playground.js";
import { violationsOf } from "./violations-of.js";

describe.skipIf(!hasBrowser)("The playground in a browser", () => {
  let playground: Playground;
  // The page that the functions below act on.
  let open: OpenPlayground;

  beforeAll(async () => {
    playground = await buildPlayground();
  }, 120_000);
  beforeEach(async () => {
    open = await playground.open();
  });
  afterEach(() => open?.page.context().close());
  afterAll(() => playground?.close());

  const figure = (id: string): Promise<string | null> => open.page.locator(`#${id}`).textContent();
  const numberIn = async (id: string): Promise<number> =>
    Number.parseFloat((await figure(id)) ?? "");
  const choose = (engine: string) => open.page.getByLabel("Engine").selectOption(engine);
  const click = (name: string) => open.page.getByRole("button", { name }).click();
  const compiled = () => open.page.getByLabel("Compiled");
  const status = () => open.page.getByRole("status");

  /** Waits until so many iterations are done. */
  const reach = async (iterations: number): Promise<void> => {
    await expect
      .poll(() => numberIn("iteration"), { timeout: 150_000, interval: 50 })
      .toBeGreaterThanOrEqual(iterations);
  };

  test("offers every engine that a browser has.", async () => {
    const values = await open.page
      .locator("#engine option")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(values).toEqual(["wasm", "cpu", "webgl", "webgpu"]);
  });

  const stop = async (): Promise<void> => {
    await click("Stop");
    await expect.poll(() => status().textContent(), { timeout: 30_000 }).toMatch(/^Stopped/);
  };

  test.each([
    ["cpu", "compiled, in WebAssembly"],
    ["wasm", "compiled, in WebAssembly"],
    ["webgl", "by single operations"],
    ["webgpu", "by single operations"],
  ])(
    "trains on %s, %s by default, shows its figures, and can be stopped.",
    async (engine, way) => {
      await choose(engine);
      expect(await compiled().isChecked()).toBe(way !== "by single operations");
      await click("Start");
      await reach(2);
      expect(await status().textContent()).toBe(`Training on ${engine} …`);
      expect(await figure("way")).toBe(way);
      expect(await open.page.getByLabel("Engine").isDisabled()).toBe(true);
      expect(await compiled().isDisabled()).toBe(true);

      await click("Stop");
      await expect
        .poll(() => status().textContent(), { timeout: 60_000 })
        .toMatch(new RegExp(`^Stopped after \\d+ iterations on ${engine}\\.$`));
      const stoppedAt = await numberIn("iteration");
      expect(await status().textContent()).toContain(` ${stoppedAt} iterations`);
      expect(await numberIn("loss")).toBeGreaterThan(0);
      expect(await numberIn("time")).toBeGreaterThan(0);
      expect(await figure("evaluations")).toMatch(/^[1-9]\d* \+ [1-9]\d*$/);
      expect(await figure("steps")).toMatch(/^[1-9]\d* \+ \d+$/);
      expect(await figure("bytes")).toMatch(/^\d+(\.\d)? (KiB|MiB)$/);
      const progress = await open.page
        .locator("#progress")
        .evaluate((bar) => (bar as HTMLProgressElement).value);
      expect(progress).toBeCloseTo(stoppedAt / 300, 6);
      expect(await open.page.getByRole("button", { name: "Start" }).isEnabled()).toBe(true);
      expect(open.errors).toEqual([]);
    },
    // Without a GPU a shader is compiled for minutes where others work too.
    240_000,
  );

  test("learns: the loss falls, and the plot is drawn.", async () => {
    await choose("wasm");
    await click("Start");
    await reach(1);
    const first = await numberIn("loss");
    await reach(150);
    expect(await numberIn("loss")).toBeLessThan(first / 2);
    const ink = await open.page.locator("#chart canvas").evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const context = (canvas as HTMLCanvasElement).getContext("2d");
      const pixels = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
      return pixels.reduce((sum, value) => sum + Number(value > 0), 0);
    });
    expect(ink).toBeGreaterThan(1000);
    await stop();
    expect(open.errors).toEqual([]);
  }, 240_000);

  test("has the same losses with and without a compiled network.", async () => {
    const runs: Array<ReadonlyArray<number>> = [];
    for (const checked of [true, false]) {
      await compiled().setChecked(checked);
      const losses = open.page.evaluate(firstLosses, 10);
      await click("Start");
      runs.push(await losses);
      expect(await figure("way")).toBe(
        checked ? "compiled, in WebAssembly" : "by single operations",
      );
      await stop();
    }
    const [program = [], operations = []] = runs;
    expect(new Set(operations).size).toBeGreaterThan(5);
    // Shown to three digits, and rounded differently before.
    program.forEach((loss, i) => {
      expect(Math.abs(loss / (operations[i] as number) - 1)).toBeLessThan(0.01);
    });
  });

  test("compiles to JavaScript where a content security policy refuses WebAssembly, and says so.", async () => {
    await open.page.context().close();
    // No 'wasm-unsafe-eval', no 'unsafe-eval'.
    open = await playground.open({
      policy: "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    });
    const refused = await open.page.evaluate(async () => {
      const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
      return WebAssembly.compile(empty).then(
        () => "allowed",
        (error) => error.name,
      );
    });
    expect(refused).toBe("CompileError");
    await choose("cpu");
    await click("Start");
    await reach(3);
    expect(await figure("way")).toBe("compiled, in JavaScript");
    await stop();
    expect(await open.page.getByRole("alert").isHidden()).toBe(true);
    expect(open.errors.filter((text) => !/WebAssembly/.test(text))).toEqual([]);
  });

  test("leaves no tensor behind in ten runs.", async () => {
    const left: Array<number> = [];
    for (let run = 0; run < 10; run++) {
      await compiled().setChecked(run % 2 === 0);
      await click("Start");
      await reach(2);
      await stop();
      left.push(Number(await open.page.locator("body").getAttribute("data-tensors")));
    }
    expect(left).toEqual(new Array(10).fill(left[0]));
    expect(open.errors).toEqual([]);
  });

  test("can be used by the keyboard alone.", async () => {
    const { page } = open;
    const focused = () => page.evaluate(() => document.activeElement?.id);
    const tabTo = async (id: string): Promise<void> => {
      for (let i = 0; i < 20 && (await focused()) !== id; i++) await page.keyboard.press("Tab");
      expect(await focused()).toBe(id);
    };
    await tabTo("engine");
    await page.keyboard.press("ArrowDown");
    expect(await page.getByLabel("Engine").inputValue()).toBe("cpu");
    await tabTo("compiled");
    await page.keyboard.press("Space");
    expect(await compiled().isChecked()).toBe(false);
    await tabTo("start");
    await page.keyboard.press("Enter");
    await reach(1);
    expect(await focused()).toBe("stop");
    await page.keyboard.press("Enter");
    await expect.poll(() => status().textContent()).toMatch(/^Stopped/);
    expect(await focused()).toBe("start");
    expect(open.errors).toEqual([]);
  });

  test.each([
    { colorScheme: "light", viewport: { width: 1280, height: 900 } },
    { colorScheme: "dark", viewport: { width: 390, height: 844 } },
  ] as const)(
    "in $colorScheme, $viewport.width pixels wide, has no violation of accessibility, and no text out of sight.",
    async (look) => {
      await open.page.context().close();
      open = await playground.open(look);
      await click("Start");
      await reach(1);
      await stop();
      expect(await violationsOf(open.page)).toEqual([]);
      const { scrollWidth, clientWidth } = await open.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    },
  );
});

/** In the page: the losses of the first iterations of the next run. */
function firstLosses(count: number): Promise<ReadonlyArray<number>> {
  const shown = document.getElementById("loss") as HTMLElement;
  const losses: Array<number> = [];
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      const loss = Number(shown.textContent);
      if (!(loss > 0)) return;
      losses.push(loss);
      if (losses.length < count) return;
      observer.disconnect();
      resolve(losses);
    });
    observer.observe(shown, { childList: true });
  });
}
