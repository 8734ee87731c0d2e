import { check, LinkState } from "linkinator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packCode } from "../../site/page/share.js";
import { violationsOf } from "./support/axe.js";
import { drawingAlways, livePage, tutorials } from "./support/live-page.js";
import { hasBrowser, type OpenSite, openSite } from "./support/open-site.js";

// One file, because the site is built once.

describe.skipIf(!hasBrowser)("The built site, under a path of its host", () => {
  let site: OpenSite;
  beforeAll(async () => {
    site = await openSite();
  }, 600_000);
  afterAll(() => site?.close());

  test("has no dead link and no dead anchor.", async () => {
    const { links } = await check({
      path: site.address,
      recurse: true,
      checkFragments: true,
      // Other sites, and the API, which is built in a stage of its own.
      linksToSkip: async (link) => !link.startsWith(site.address) || link.includes("/path/api/"),
    });
    const broken = links.filter(({ state }) => state === LinkState.BROKEN);
    expect(broken.map(({ url, parent }) => `${url} in ${parent}`)).toEqual([]);
    expect(links.length).toBeGreaterThan(50);
  });

  describe.each(tutorials)("The tutorial $name", ({ name, code }) => {
    test("shows its code, runs, and draws.", async () => {
      const { page, errors } = await site.open(`tutorials/${name}.html`);
      const live = await livePage(page);
      expect(code).toContain(await live.editor.locator(".cm-line").first().textContent());
      await live.run.click();
      await live.until(/^(Running|Done) on wasm/);
      await live.drawn(1);
      expect(await live.problem.isHidden()).toBe(true);
      expect(errors).toEqual([]);
      await page.context().close();
    });

    test("draws on webgpu, and stops.", async () => {
      const { page, errors } = await site.open(`live.html#${await packCode(drawingAlways(code))}`);
      const live = await livePage(page);
      await live.engine.selectOption("webgpu");
      await live.run.click();
      await live.until(/^Running on webgpu/);
      await live.drawn(2);
      expect(await live.engine.isDisabled()).toBe(true);
      await live.stop.click();
      expect(await live.status.textContent()).toMatch(/^Stopped after [\d.]+ s\.$/);
      expect(await live.run.isEnabled()).toBe(true);
      expect(await live.problem.isHidden()).toBe(true);
      expect(errors).toEqual([]);
      await page.context().close();
    });

    test("alone, and shortened, leaves no tensor behind in ten runs.", async () => {
      const short = await packCode(code.replace(/progress\(\d+\)/, "progress(2)"));
      const { page, errors } = await site.open(`live.html#${short}`);
      const live = await livePage(page);
      const left: Array<number> = [];
      for (let i = 0; i < 10; i++) {
        await live.run.click();
        await live.until(/^(Done|Failed)/);
        expect(await live.problem.textContent()).toBe("");
        left.push(await live.tensors());
      }
      await live.drawn(2);
      expect(left).toEqual(new Array(10).fill(left[0]));
      expect(errors).toEqual([]);
      await page.context().close();
    });
  });

  test("Live code runs on the engine that is chosen.", async () => {
    const code =
      'import * as tf from "@tensorflow/tfjs"; console.log(tf.getBackend(), await tf.add(1, 2).array());';
    const { page } = await site.open(`live.html#${await packCode(code)}`);
    const live = await livePage(page);
    for (const engine of ["wasm", "cpu", "webgl", "webgpu"]) {
      await live.engine.selectOption(engine);
      await live.run.click();
      await live.until(/^(Done|Failed)/);
      expect(await live.log.textContent()).toBe(`${engine} 3\n`);
    }
  });

  test("The box Compiled is there for code that reads it, and is ticked with each engine that runs programs.", async () => {
    const code = 'import { controls } from "#live"; console.log(controls.compiled);';
    const { page } = await site.open(`live.html#${await packCode(code)}`);
    const live = await livePage(page);
    const printed = async () => {
      await live.run.click();
      await live.until(/^(Done|Failed)/);
      return live.log.textContent();
    };
    const ways = [
      ["auto", true],
      ["cpu", true],
      ["webgl", false],
    ] as const;
    for (const [engine, way] of ways) {
      await live.engine.selectOption(engine);
      expect(await live.compiled.isChecked()).toBe(way);
      expect(await printed()).toBe(`${way}\n`);
      await live.compiled.setChecked(!way);
      expect(await printed()).toBe(`${!way}\n`);
    }
    await live.editor.fill("console.log(2);");
    expect(await live.compiled.isHidden()).toBe(true);
  });

  test("Code that fails says where, and code that never ends can be stopped.", async () => {
    const { page } = await site.open(`live.html#${await packCode('\n\nthrow new Error("no");')}`);
    const live = await livePage(page);
    await live.run.click();
    await live.until(/^Failed/);
    expect(await live.problem.textContent()).toBe("Line 3: Error: no");
    await live.editor.fill("for (;;);");
    await live.run.click();
    await live.until(/^Running/);
    await live.stop.click();
    expect(await live.status.textContent()).toMatch(/^Stopped/);
    await live.editor.fill("console.log(1 + 1);");
    await live.run.click();
    await live.until(/^Done/);
    expect(await live.log.textContent()).toBe("2\n");
    // The address of the edited code leads to the edited code.
    const alone = await page.getByRole("link", { name: "Open alone" }).getAttribute("href");
    const again = await site.open(alone ?? "");
    expect(await (await livePage(again.page)).editor.textContent()).toBe("console.log(1 + 1);");
  });

  test("A tutorial can be run and stopped by the keyboard alone.", async () => {
    const { page } = await site.open("tutorials/pendulum.html");
    const live = await livePage(page);
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    for (let i = 0; i < 100 && (await focused()) !== "Run"; i++) await page.keyboard.press("Tab");
    expect(await focused()).toBe("Run");
    // Past the engine to the box, and back.
    for (let i = 0; i < 2; i++) await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    expect(await live.compiled.isChecked()).toBe(false);
    for (let i = 0; i < 2; i++) await page.keyboard.press("Shift+Tab");
    expect(await focused()).toBe("Run");
    await page.keyboard.press("Enter");
    await live.until(/^Running/);
    expect(await live.compiled.isDisabled()).toBe(true);
    expect(await focused()).toBe("Stop");
    await page.keyboard.press("Enter");
    await live.until(/^Stopped/);
    expect(await focused()).toBe("Run");
    // From the editor, too.
    await live.editor.focus();
    await page.keyboard.press("Control+Enter");
    await live.until(/^Running/);
  });

  const looks = [
    { colorScheme: "light", viewport: { width: 1280, height: 900 } },
    { colorScheme: "dark", viewport: { width: 390, height: 844 } },
  ] as const;
  describe.each(looks)("In $colorScheme, $viewport.width pixels wide,", (look) => {
    test.each([
      "",
      "getting-started.html",
      "tutorials/",
      "tutorials/bouncing-ball.html",
      "live.html",
    ])("%s has no violation of accessibility, and no text out of sight.", async (path) => {
      const { page, errors } = await site.open(path, look);
      if (path.includes("ball")) {
        const live = await livePage(page);
        await live.run.click();
        await live.until(/^Done/);
        await live.drawn(2);
      } else if (path === "live.html") await livePage(page);
      expect(await violationsOf(page)).toEqual([]);
      expect(errors).toEqual([]);
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      expect(scrollWidth).toBe(clientWidth);
      await page.context().close();
    });
  });
});
