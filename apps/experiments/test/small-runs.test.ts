import { expect, test } from "vitest";
import type { SystemResult } from "../src/small-systems/system-part.js";
import { checkComparison } from "./support/check-comparison.js";
import { PATIENCE, quickRun } from "./support/quick-run.js";

test(
  "The figures of small systems agree with the claims, and the losses of trainings that are interpreted with those that are compiled.",
  async () => {
    const { figures, failures } = await quickRun("small-systems");
    expect(failures).toEqual([]);
    const { systems } = figures as { systems: ReadonlyArray<SystemResult> };
    expect(systems).toHaveLength(3);
    for (const { comparison } of systems) checkComparison(comparison, 2);

    const interpreted = (await quickRun("small-systems", true)).figures as typeof figures & {
      readonly systems: ReadonlyArray<SystemResult>;
    };
    for (const [i, { comparison, training }] of interpreted.systems.entries()) {
      for (const row of comparison?.rows ?? []) expect(row.compiled).toBeUndefined();
      const { losses } = (systems[i] as SystemResult).training;
      expect(training.losses.length).toBe(losses.length);
      for (const [k, loss] of training.losses.entries())
        expect(Math.abs((losses[k] as number) / loss - 1)).toBeLessThan(1e-4);
    }
  },
  PATIENCE,
);

test(
  "Memory is flat in the stages, where a checkpoint per step grows by what a stage records.",
  async () => {
    const { figures, failures } = await quickRun("orders");
    expect(failures).toEqual([]);
    const rows = figures as ReadonlyArray<{ stages: number; peaks: Record<string, number> }>;
    expect(rows.map(({ stages }) => stages)).toEqual([2, 4, 7, 14]);
    const growth = (name: string) =>
      (rows.at(-1)?.peaks[name] as number) - (rows[0]?.peaks[name] as number);
    expect(growth("odeintCheckpoint")).toBeGreaterThan(8 * growth("odeintSymplecticAdjoint"));
  },
  PATIENCE,
);

test(
  "Memory grows by one state for each step, and that of backpropagation by all that a step records.",
  async () => {
    const { figures, failures } = await quickRun("steps");
    expect(failures).toEqual([]);
    const rows = figures as ReadonlyArray<{
      steps: number;
      state: number;
      peaks: Record<string, { peakBytes: number }>;
    }>;
    const [first, , last] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0]];
    const perStep = (name: string) =>
      ((last.peaks[name]?.peakBytes ?? 0) - (first.peaks[name]?.peakBytes ?? 0)) /
      (last.steps - first.steps);
    expect(perStep("odeintSymplecticAdjoint")).toBe(first.state);
    expect(perStep("odeint")).toBeGreaterThan(50 * first.state);
  },
  PATIENCE,
);

test(
  "Gradients in single precision round as those of backpropagation do.",
  async () => {
    const { figures, failures } = await quickRun("rounding");
    expect(failures).toEqual([]);
    const rows = figures as ReadonlyArray<{ errors: Record<string, number> }>;
    expect(rows).toHaveLength(3);
    for (const { errors } of rows) expect(errors.odeintSymplecticAdjoint).toBeLessThan(2e-6);
  },
  PATIENCE,
);

test(
  "At equal error of the gradient, the continuous adjoint takes more evaluations.",
  async () => {
    const { figures, failures, tables } = await quickRun("tolerances");
    expect(failures).toEqual([]);
    expect(tables).toHaveLength(3);
    const [ours, theirs] = figures as ReadonlyArray<{
      runs: ReadonlyArray<{ error: number; evaluations: number; vjps: number }>;
    }>;
    const best = (result: typeof ours) =>
      Math.min(...(result?.runs.map(({ error }) => error) ?? []));
    const error = Math.max(best(ours), best(theirs));
    const work = (result: typeof ours) =>
      Math.min(
        ...(result?.runs ?? [])
          .filter((run) => run.error <= error)
          .map(({ evaluations, vjps }) => evaluations + vjps),
      );
    expect(work(ours)).toBeLessThan(work(theirs));
  },
  PATIENCE,
);
