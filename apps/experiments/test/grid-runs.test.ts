import { expect, test } from "vitest";
import type { GridResult } from "../src/grids/grid-part.js";
import { checkComparison } from "./support/check-comparison.js";
import { PATIENCE, quickRun } from "./support/quick-run.js";

test.each(["kdv", "cahn-hilliard"])(
  "The figures of %s agree with the claims.",
  async (name) => {
    const { figures, failures, pictures, tables } = await quickRun(name);
    expect(failures).toEqual([]);
    const { models } = figures as { models: ReadonlyArray<GridResult> };
    expect(models.map(({ kind }) => kind)).toEqual(["HNN++", "NODE"]);
    for (const { comparison, short, training } of models) {
      checkComparison(comparison, 2);
      expect(training.iterations).toBe(6);
      const losses = short.map(({ loss }) => loss);
      for (const loss of losses)
        expect(Math.abs(loss / (losses[0] as number) - 1)).toBeLessThan(1e-4);
    }
    expect(Object.keys(pictures)).toContain("hnn-space-time");
    expect(tables).toHaveLength(3);
  },
  PATIENCE,
);
