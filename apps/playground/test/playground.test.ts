import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, type OpenPlayground, openPlayground } from "./open-playground.js";

describe.skipIf(!hasBrowser)("The playground in a browser", () => {
  let open: OpenPlayground;

  beforeAll(async () => {
    open = await openPlayground();
  }, 120_000);
  afterAll(() => open?.close());

  const figure = (id: string): Promise<string | null> => open.page.locator(`#${id}`).textContent();
  const numberIn = async (id: string): Promise<number> =>
    Number.parseFloat((await figure(id)) ?? "");
  const choose = (engine: string) => open.page.getByLabel("Engine").selectOption(engine);
  const click = (name: string) => open.page.getByRole("button", { name }).click();
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

  test.each(["cpu", "wasm", "webgl", "webgpu"])(
    "trains on %s, shows its figures, and can be stopped.",
    async (engine) => {
      await choose(engine);
      await click("Start");
      await reach(2);
      expect(await status().textContent()).toBe(`Training on ${engine} …`);
      expect(await open.page.getByLabel("Engine").isDisabled()).toBe(true);

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
    await click("Stop");
    await expect.poll(() => status().textContent(), { timeout: 30_000 }).toMatch(/^Stopped/);
  }, 240_000);
});
