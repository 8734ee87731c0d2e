import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Figures } from "../src/figures.js";
import { svgElements } from "./support/svg-elements.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lynx-hare-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The command that `pnpm demo` runs. */
function demo(...options: ReadonlyArray<string>) {
  const child = spawn(
    process.execPath,
    ["--conditions=@symplectic-adjoint/source", "--import", "tsx", "src/main.ts", ...options],
    { cwd: fileURLToPath(new URL("..", import.meta.url)) },
  );
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => {
    output.stdout += text;
  });
  child.stderr.on("data", (text) => {
    output.stderr += text;
  });
  return { child, output };
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}

async function written(): Promise<{ readonly figures: Figures; readonly svg: string }> {
  const figures = JSON.parse(await readFile(join(folder, "lynx-hare.json"), "utf8")) as Figures;
  return { figures, svg: await readFile(join(folder, "lynx-hare.svg"), "utf8") };
}

test("Ctrl-C ends the training, and what there is is shown and written.", async () => {
  const { child, output } = demo("--iterations", "100000", "--out", folder);
  child.stdout.on("data", () => {
    if (!child.killed && output.stdout.includes("step 1/100000")) child.kill("SIGINT");
  });
  expect(await exitCode(child)).toBe(0);
  expect(output.stderr).toBe("");
  expect(output.stdout).toMatch(/Interrupted after \d+ steps/);
  expect(output.stdout).toContain("odeintSymplecticAdjoint: symplectic adjoint");

  const { figures, svg } = await written();
  expect(figures.training.interrupted).toBe(true);
  expect(figures.training.losses).toHaveLength(figures.training.iterations);
  expect(figures.strategies).toHaveLength(5);
  expect(figures.fit.atYears).toHaveLength(21);
  expect(svgElements(svg).length).toBeGreaterThan(100);
}, 30_000);

test("A run to the end writes the figures of all its iterations.", async () => {
  const { child, output } = demo("--seed", "2", "--iterations", "12", "--out", folder);
  expect(await exitCode(child)).toBe(0);
  expect(output.stdout).toContain("step 12/12");
  const { figures } = await written();
  expect(figures.seed).toBe(2);
  expect(figures.training).toMatchObject({ iterations: 12, interrupted: false });
  expect(figures.fit.loss).toBeLessThan(1.5);
}, 30_000);

test("An unknown option prints the usage and exits with 2.", async () => {
  const { child, output } = demo("--epochs", "3");
  expect(await exitCode(child)).toBe(2);
  expect(output.stderr).toContain("--epochs");
  expect(output.stderr).toContain("Usage: pnpm demo [options]");
  expect(output.stdout).toBe("");
}, 30_000);

test("Asked for help it prints the usage and exits with 0.", async () => {
  const { child, output } = demo("--help");
  expect(await exitCode(child)).toBe(0);
  expect(output.stdout).toContain("Usage: pnpm demo [options]");
}, 30_000);
