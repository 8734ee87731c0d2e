import type { StrategyFigures } from "./compare-strategies.js";
import type { Training } from "./figures.js";
import type { Goodness } from "./goodness.js";
import { strategyTable } from "./strategy-table.js";
import type { Trajectory } from "./trajectory.js";

/** The result of the training, and the quality of the fit. */
export function describeFit(
  { iterations, interrupted, seconds }: Training,
  { loss, explained }: Goodness,
  { stepError }: Trajectory,
): string {
  const end = interrupted ? "Interrupted after" : "Trained";
  return `
${end} ${iterations} steps in ${seconds.toFixed(1)} s (${(iterations / seconds).toFixed(1)} steps/s), loss ${loss.toFixed(4)}.
Explained variance of the logarithms: hare ${percent(explained.hare)}, lynx ${percent(explained.lynx)}.
Steps a tenth as long change the solution by at most ${percent(stepError)}.
`;
}

/** The table of the five functions, with an explanation of its columns. */
export function describeStrategies(figures: ReadonlyArray<StrategyFigures>): string {
  return `One gradient of the trained model, by each of the five functions:

${strategyTable(figures)}

Errors are relative to the float64 gradient on the same steps. That of the loss nearly vanishes once the model is
trained, so rounding, and what a method neglects, weigh the more in it; that of the last state does not vanish.
`;
}

/** A share as a percentage with one digit. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
