import { expect, test } from "vitest";
import { violationsOf } from "../support/violations-of.js";
import type { Visit } from "../support/visit.js";

/** The page can be used by everyone: by the keyboard, in each colour scheme, on a narrow screen. */
export function accessibilitySuite(visit: Visit): void {
  const { compiled, status, click, reach, stop } = visit;

  test("can be used by the keyboard alone.", async () => {
    const { page, errors } = visit.open();
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
    expect(errors).toEqual([]);
  });

  test.each([
    { colorScheme: "light", viewport: { width: 1280, height: 900 } },
    { colorScheme: "dark", viewport: { width: 390, height: 844 } },
  ] as const)(
    "in $colorScheme, $viewport.width pixels wide, has no violation of accessibility, and no text out of sight.",
    async (look) => {
      await visit.reopen(look);
      const { page } = visit.open();
      await click("Start");
      await reach(1);
      await stop();
      expect(await violationsOf(page)).toEqual([]);
      const { scrollWidth, clientWidth } = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    },
  );
}
