import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Figures } from "../src/figures.js";
import { startCommand } from "./support/start-command.js";
import { svgElements } from "./support/svg-elements.js";

/** A machine that does other things besides may take this long; what is asserted is the order of the output. */
const PATIENCE = 120_000;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lynx-hare-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The command that `pnpm demo` runs. */
const demo = (...options: ReadonlyArray<string>) =>
  startCommand(new URL("..", import.meta.url), "src/main.ts", options);

async function written(): Promise<{ readonly figures: Figures; readonly svg: string }> {
  const figures = JSON.parse(await readFile(join(folder, "lynx-hare.json"), "utf8")) as Figures;
  return { figures, svg: await readFile(join(folder, "lynx-hare.svg"), "utf8") };
}

test(
  "Ctrl-C ends the training, and what there is is shown and written.",
  async () => {
    const { output, ended, interruptAt } = demo("--iterations", "100000", "--out", folder);
    interruptAt("step 1/100000");
    expect(await ended).toBe(0);
    expect(output.stderr).toBe("");
    expect(output.stdout).toMatch(/Interrupted after \d+ steps/);
    expect(output.stdout).toContain("odeintSymplecticAdjoint: symplectic adjoint");

    const { figures, svg } = await written();
    expect(figures.training.interrupted).toBe(true);
    expect(figures.training.losses).toHaveLength(figures.training.iterations);
    expect(figures.strategies).toHaveLength(5);
    expect(figures.fit.atYears).toHaveLength(21);
    expect(svgElements(svg).length).toBeGreaterThan(100);
  },
  PATIENCE,
);

test(
  "Ctrl-C in the training is answered at once, before another step is reported.",
  async () => {
    // A line each step: what comes after the answer is seen.
    const { output, ended, interruptAt } = demo("--iterations", "10", "--out", folder);
    interruptAt("step 1/10");
    expect(await ended).toBe(0);
    const [, after] = output.stdout.split("Ctrl-C:") as [string, string];
    expect(after).toMatch(/^ ending with the results so far/);
    // No more than the step in hand is finished.
    expect((after.match(/step \d+\/10/g) ?? []).length).toBeLessThanOrEqual(1);
    const { figures } = await written();
    expect(figures.training.interrupted).toBe(true);
    expect(figures.training.iterations).toBeLessThan(10);
  },
  PATIENCE,
);

test(
  "Ctrl-C in the comparison is answered before that is done, and shortens it.",
  async () => {
    const { output, ended, interruptAt } = demo("--iterations", "2", "--out", folder);
    interruptAt("Trained 2 steps");
    expect(await ended).toBe(0);
    const [before, after] = output.stdout.split("Ctrl-C:") as [string, string];
    expect(before).not.toContain("odeint: backpropagation");
    expect(after).toContain("odeintSymplecticAdjoint: symplectic adjoint");
    const { figures } = await written();
    expect(figures.training.interrupted).toBe(false);
    expect(figures.strategies).toHaveLength(5);
    expect(figures.strategies.at(-1)?.timedRuns).toBe(1);
  },
  PATIENCE,
);

test(
  "Ctrl-C before the first step leaves with nothing, and says so.",
  async () => {
    const { output, ended, interruptAt } = demo("--iterations", "100000", "--out", folder);
    // The first line is printed when everything is loaded, and before anything is trained.
    interruptAt("Neural ODE");
    const code = await ended;
    const steps = output.stdout.match(/Interrupted after (\d+) steps/)?.[1];
    // The signal may come just before or just after the first step begins.
    if (steps === undefined) {
      expect(code).toBe(130);
      expect(output.stdout).toContain("no results");
    } else {
      expect(code).toBe(0);
      expect(Number(steps)).toBeLessThanOrEqual(2);
    }
    expect(output.stdout).not.toContain("NaN");
  },
  PATIENCE,
);

test(
  "A run to the end writes the figures of all its iterations.",
  async () => {
    const { output, ended } = demo("--seed", "2", "--iterations", "12", "--out", folder);
    expect(await ended).toBe(0);
    expect(output.stdout).toContain("step 12/12");
    const { figures } = await written();
    expect(figures.seed).toBe(2);
    expect(figures.training).toMatchObject({ iterations: 12, interrupted: false });
    expect(figures.fit.loss).toBeLessThan(1.5);
  },
  PATIENCE,
);

test(
  "An unknown option prints the usage and exits with 2.",
  async () => {
    const { output, ended } = demo("--epochs", "3");
    expect(await ended).toBe(2);
    expect(output.stderr).toContain("--epochs");
    expect(output.stderr).toContain("Usage: pnpm demo [options]");
    expect(output.stdout).toBe("");
  },
  PATIENCE,
);

test(
  "Asked for help it prints the usage and exits with 0.",
  async () => {
    const { output, ended } = demo("--help");
    expect(await ended).toBe(0);
    expect(output.stdout).toContain("Usage: pnpm demo [options]");
  },
  PATIENCE,
);
