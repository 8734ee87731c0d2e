import { expect, test } from "vitest";
import type { Visit } from "../support/visit.js";

/** Training learns, is drawn, and leaves nothing behind. */
export function trainingSuite(visit: Visit): void {
  const { numberIn, choose, compiled, click, reach, stop } = visit;

  test("learns: the loss falls, and the plot is drawn.", async () => {
    const { page, errors } = visit.open();
    await choose("wasm");
    await click("Start");
    await reach(1);
    const first = await numberIn("loss");
    await reach(150);
    expect(await numberIn("loss")).toBeLessThan(first / 2);
    const ink = await page.locator("#chart canvas").evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const context = (canvas as HTMLCanvasElement).getContext("2d");
      const pixels = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
      return pixels.reduce((sum, value) => sum + Number(value > 0), 0);
    });
    expect(ink).toBeGreaterThan(1000);
    await stop();
    expect(errors).toEqual([]);
  }, 240_000);

  test("leaves no tensor behind in ten runs.", async () => {
    const { page, errors } = visit.open();
    const left: Array<number> = [];
    for (let run = 0; run < 10; run++) {
      await compiled().setChecked(run % 2 === 0);
      await click("Start");
      await reach(2);
      await stop();
      left.push(Number(await page.locator("body").getAttribute("data-tensors")));
    }
    expect(left).toEqual(new Array(10).fill(left[0]));
    expect(errors).toEqual([]);
  });
}
