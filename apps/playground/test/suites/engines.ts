import { expect, test } from "vitest";
import type { Visit } from "../support/visit.js";

/** Every engine can be chosen, trains and can be stopped. */
export function enginesSuite(visit: Visit): void {
  const { figure, numberIn, choose, compiled, status, click, reach, stop } = visit;

  test("offers every engine that a browser has.", async () => {
    const values = await visit
      .open()
      .page.locator("#engine option")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(values).toEqual(["wasm", "cpu", "webgl", "webgpu"]);
  });

  test.each([
    ["cpu", "compiled, in WebAssembly"],
    ["wasm", "compiled, in WebAssembly"],
    ["webgl", "by single operations"],
    ["webgpu", "by single operations"],
  ])(
    "trains on %s, %s by default, shows its figures, and can be stopped.",
    async (engine, way) => {
      const { page, errors } = visit.open();
      await choose(engine);
      expect(await compiled().isChecked()).toBe(way !== "by single operations");
      await click("Start");
      await reach(2);
      expect(await status().textContent()).toBe(`Training on ${engine} …`);
      expect(await figure("way")).toBe(way);
      expect(await page.getByLabel("Engine").isDisabled()).toBe(true);
      expect(await compiled().isDisabled()).toBe(true);

      await stop();
      expect(await status().textContent()).toMatch(
        new RegExp(`^Stopped after \\d+ iterations on ${engine}\\.$`),
      );
      const stoppedAt = await numberIn("iteration");
      expect(await status().textContent()).toContain(` ${stoppedAt} iterations`);
      expect(await numberIn("loss")).toBeGreaterThan(0);
      expect(await numberIn("time")).toBeGreaterThan(0);
      expect(await figure("evaluations")).toMatch(/^[1-9]\d* \+ [1-9]\d*$/);
      expect(await figure("steps")).toMatch(/^[1-9]\d* \+ \d+$/);
      expect(await figure("bytes")).toMatch(/^\d+(\.\d)? (KiB|MiB)$/);
      const progress = await page
        .locator("#progress")
        .evaluate((bar) => (bar as HTMLProgressElement).value);
      expect(progress).toBeCloseTo(stoppedAt / 300, 6);
      expect(await page.getByRole("button", { name: "Start" }).isEnabled()).toBe(true);
      expect(errors).toEqual([]);
    },
    // Without a GPU a shader is compiled for minutes where others work too.
    240_000,
  );
}
