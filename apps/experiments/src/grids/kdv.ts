import type { Experiment } from "../framework/experiment.js";
import { gridExperiment } from "./grid-experiment.js";
import type { GridSizes } from "./grid-part.js";
import { kdvEquation } from "./kdv-equation.js";

/** Sizes of the experiments on grids. */
export function gridSizes({ quick }: { readonly quick: boolean }): GridSizes {
  if (quick) {
    return {
      ...{ hidden: [10, 10], training: 2, test: 1, steps: 20 },
      ...{ batch: 4, accuracyBatch: 1, trainingBatch: 4, iterations: 6, shortIterations: 2 },
    };
  }
  return {
    ...{ hidden: [200, 200], training: 90, test: 10, steps: 500 },
    ...{ batch: 200, accuracyBatch: 2, trainingBatch: 20, iterations: 1500, shortIterations: 20 },
  };
}

/** The Korteweg–de Vries equation. */
export const kdv: Experiment = gridExperiment(kdvEquation, gridSizes);
