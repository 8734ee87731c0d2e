import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCommand } from "@symplectic-adjoint/examples/test/start-command";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PATIENCE } from "./support/quick-run.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "experiment-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The command that `pnpm experiment` runs. */
const command = (...options: ReadonlyArray<string>) =>
  startCommand(new URL("..", import.meta.url), "src/main.ts", options);

test(
  "Ctrl-C leaves what there is, and --resume goes on from there.",
  async () => {
    const line = ["rounding", "--quick", "--engine", "cpu", "--out", folder];
    const { output, ended, interruptAt } = command(...line);
    // The first part has ended, and the second is running.
    interruptAt(" 8 steps");
    expect(await ended).toBe(0);
    expect(output.stdout).toContain("Ctrl-C: ending with the results so far.");
    expect(output.stdout).toContain("Not complete: --resume goes on from here.");
    const parts = join(folder, "parts/rounding.quick");
    const first = await readFile(join(parts, "4-steps.json"), "utf8");
    expect(existsSync(join(parts, "16-steps.json"))).toBe(false);

    const again = command(...line, "--resume");
    expect(await again.ended).toBe(0);
    expect(again.output.stdout).not.toContain("Not complete");
    expect(await readFile(join(parts, "4-steps.json"), "utf8")).toBe(first);
    const stored = JSON.parse(await readFile(join(folder, "quick/rounding.json"), "utf8"));
    expect(stored.figures.figures).toHaveLength(3);
    expect(stored.machine.cores).toBeGreaterThan(0);
    expect(existsSync(join(folder, "quick/rounding-errors.svg"))).toBe(true);
  },
  PATIENCE,
);

test(
  "Mistakes print the usage and exit with 2.",
  async () => {
    const lines = [["no-such-experiment"], [], ["kdv", "more"], ["kdv", "--engine", "abacus"]];
    for (const line of lines) {
      const { output, ended } = command(...line);
      expect(await ended).toBe(2);
      expect(output.stderr).toContain("Usage: pnpm experiment NAME");
      expect(output.stderr).toContain("cahn-hilliard");
    }
  },
  PATIENCE,
);
