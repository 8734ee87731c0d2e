import { expect, test } from "vitest";
import type { PaperResult } from "../src/cnf-tabular/paper-part.js";
import type { RealResult } from "../src/cnf-tabular/real-part.js";
import { TOYS } from "../src/cnf-toys/densities.js";
import type { ToyResult } from "../src/cnf-toys/toy-part.js";
import { checkComparison } from "./support/check-comparison.js";
import { PATIENCE, quickRun } from "./support/quick-run.js";

test(
  "The figures of the flows of the plane agree with the claims; their densities integrate to 1.",
  async () => {
    const { figures, failures, pictures } = await quickRun("cnf-toys");
    expect(failures).toEqual([]);
    const { toys } = figures as { toys: ReadonlyArray<ToyResult> };
    expect(toys.map(({ name }) => name)).toEqual(TOYS);
    for (const { comparison, integral = 0 } of toys) {
      checkComparison(comparison, 4);
      expect(Math.abs(integral - 1)).toBeLessThan(1e-2);
    }
    expect(Object.keys(pictures)).toEqual(["densities", "functions"]);
  },
  PATIENCE,
);

test(
  "The figures of the flows of tables agree with the claims, at the sizes of the paper too.",
  async (context) => {
    const { figures, failures } = await quickRun("cnf-tabular");
    expect(failures).toEqual([]);
    const { paper, real } = figures as {
      paper: ReadonlyArray<PaperResult>;
      real: ReadonlyArray<RealResult>;
    };
    expect(paper).toHaveLength(5);
    for (const { comparison, peaks } of paper) {
      checkComparison(comparison, 3);
      expect(peaks.odeintCheckpoint).toBeGreaterThan(
        1.5 * (peaks.odeintSymplecticAdjoint as number),
      );
    }
    const present = real.filter(({ absent }) => !absent);
    for (const { comparison } of present) checkComparison(comparison, 3);
    if (present.length === 0) context.skip("No real tables: scripts/datasets.sh fetches them.");
  },
  PATIENCE,
);
