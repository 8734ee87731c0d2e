import { expect, test } from "vitest";
import type { Visit } from "../support/visit.js";

/** A compiled network is the same network, also where WebAssembly is refused. */
export function compilingSuite(visit: Visit): void {
  const { figure, choose, compiled, click, reach, stop } = visit;

  test("has the same losses with and without a compiled network.", async () => {
    const { page } = visit.open();
    const runs: Array<ReadonlyArray<number>> = [];
    for (const checked of [true, false]) {
      await compiled().setChecked(checked);
      const losses = page.evaluate(firstLosses, 10);
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
    // No 'wasm-unsafe-eval', no 'unsafe-eval'.
    await visit.reopen({
      policy: "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    });
    const { page, errors } = visit.open();
    const refused = await page.evaluate(async () => {
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
    expect(await page.getByRole("alert").isHidden()).toBe(true);
    expect(errors.filter((text) => !/WebAssembly/.test(text))).toEqual([]);
  });
}

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
