import type { Decision, StepSizeController } from "@symplectic-adjoint/core";
import { divideIntervals } from "./divide-intervals.js";
import { requireOutputsIn } from "./explicit-grid-requirement.js";
import { checkFixedOptions, type FixedStepsOptions } from "./fixed-steps-options.js";

// As long as it may be: the loop cuts it at the next time that the grid must contain.
const TO_THE_NEXT_TIME: Decision<undefined> = Object.freeze({
  accepted: true,
  step: Number.POSITIVE_INFINITY,
  state: undefined,
});

/**
 * Steps that are known beforehand, whatever the error: by their length, by their number, or as a list of times.
 *
 * - `stepSize`: each interval between outputs is divided into the least number of equal steps no longer than this. One
 *   part in a million more is let pass, so that rounded times do not cost another step.
 * - `stepsPerInterval` (default 1): so many equal steps in each interval between outputs.
 * - `grid`: exactly these times, every output time among them, the first output first and the last one last.
 *
 * `requiredTimes` gives the whole grid, the outputs included, also for times that decrease.
 *
 * @throws InvalidArgumentError when a number is invalid or two options are given; from `requiredTimes` when there
 * would be more than 1e8 steps, or than are allowed.
 * @throws InvalidTimesError when the grid is not strictly monotone; from `requiredTimes` when it misses an output.
 * @throws UnknownOptionError when an option has a name other than the above.
 * @example
 * fixedSteps({ stepSize: 0.25 }).requiredTimes([0, 0.5, 1]); // [0, 0.25, 0.5, 0.75, 1]
 * fixedSteps({ stepsPerInterval: 2 }).requiredTimes([1, 0]); // [1, 0.5, 0]
 * fixedSteps({ grid: [0, 0.1, 1] }).requiredTimes([0, 1]); // [0, 0.1, 1]
 */
export function fixedSteps(options: FixedStepsOptions = {}): FixedStepsController {
  checkFixedOptions(options);
  return Object.freeze({
    name: "fixed",
    adaptive: false,
    firstStep: Number.POSITIVE_INFINITY,
    requiredTimes: timesOf(options),
    init: () => undefined,
    next: () => TO_THE_NEXT_TIME,
  });
}

/** A controller that always has times to require. */
export interface FixedStepsController extends StepSizeController<undefined> {
  requiredTimes(outputs: ReadonlyArray<number>, most?: number): ReadonlyArray<number>;
}

function timesOf(options: FixedStepsOptions): FixedStepsController["requiredTimes"] {
  const { stepSize, stepsPerInterval = 1 } = options;
  if (options.grid !== undefined) {
    const grid: ReadonlyArray<number> = Object.freeze(options.grid.slice());
    return (outputs) => {
      requireOutputsIn(grid, outputs);
      return grid;
    };
  }
  if (stepSize !== undefined) {
    const steps = (length: number): number => leastSteps(length / stepSize);
    return (outputs, most) => divideIntervals(outputs, "stepSize", stepSize, steps, most);
  }
  return (outputs, most) =>
    divideIntervals(outputs, "stepsPerInterval", stepsPerInterval, () => stepsPerInterval, most);
}

/** The ratio rounded up, except that a millionth of it (never a tenth of a step) may be rounding of the times. */
function leastSteps(ratio: number): number {
  return Math.max(1, Math.ceil(ratio - Math.min(1e-6 * ratio, 0.1)));
}
