import type { Decision, StepSizeController } from "@symplectic-adjoint/core";
import { divideIntervals } from "./divide-intervals.js";
import { requireOutputsIn } from "./explicit-grid-requirement.js";
import { checkFixedOptions, type FixedStepsOptions } from "./fixed-steps-options.js";

// The maximum; the loop cuts it at the next required time.
const TO_THE_NEXT_TIME: Decision<undefined> = Object.freeze({
  accepted: true,
  step: Number.POSITIVE_INFINITY,
  state: undefined,
});

/**
 * Steps fixed in advance, without error control, given by length, number or list of times.
 *
 * - `stepSize`: each interval between outputs is divided into the least number of equal steps no longer than this. A
 *   relative excess of 1e-6 is allowed, so that rounding does not add a step.
 * - `stepsPerInterval` (default 1): this many equal steps in each interval between outputs.
 * - `grid`: exactly these times, including every output time, from the first output to the last.
 *
 * If outputs are interpolated, `stepSize` divides the whole span, and `grid` needs to contain only its ends.
 *
 * `requiredTimes` returns the whole grid, outputs included, for increasing and decreasing times. Between equal outputs
 * there is no step.
 *
 * In gradients for times, the times of equal steps divide their interval in the same proportions when its ends move; those
 * of a `grid` do not move.
 *
 * @throws InvalidArgumentError if a number is invalid or two options are given; from `requiredTimes` if there would be
 * more than 1e8 steps, or more than allowed.
 * @throws InvalidTimesError if the grid is not strictly monotone; from `requiredTimes` if an output is missing.
 * @throws UnknownOptionError if an option is unknown.
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
    gridMoves: motionOf(options),
    init: () => undefined,
    next: () => TO_THE_NEXT_TIME,
  });
}

/** A given grid stays where it is; a divided interval stays divided. */
function motionOf({ grid, stepSize }: FixedStepsOptions): StepSizeController["gridMoves"] {
  if (grid !== undefined) return "fixed";
  return stepSize === undefined ? "intervals" : "proportional";
}

/** A controller that always defines required times. */
export interface FixedStepsController extends StepSizeController<undefined> {
  requiredTimes(
    outputs: ReadonlyArray<number>,
    most?: number,
    interpolates?: boolean,
  ): ReadonlyArray<number>;
}

function timesOf(options: FixedStepsOptions): FixedStepsController["requiredTimes"] {
  const { stepSize, stepsPerInterval = 1 } = options;
  if (options.grid !== undefined) {
    const grid: ReadonlyArray<number> = Object.freeze(options.grid.slice());
    return (outputs, _, interpolates) => {
      requireOutputsIn(grid, interpolates ? endsOf(outputs) : outputs);
      return grid;
    };
  }
  if (stepSize !== undefined) {
    const steps = (length: number): number => leastSteps(length / stepSize);
    return (outputs, most, interpolates) => {
      const ends = interpolates ? endsOf(outputs) : outputs;
      return divideIntervals(ends, "stepSize", stepSize, steps, most);
    };
  }
  return (outputs, most) =>
    divideIntervals(outputs, "stepsPerInterval", stepsPerInterval, () => stepsPerInterval, most);
}

/** The first and the last output, if there are several. */
function endsOf(outputs: ReadonlyArray<number>): ReadonlyArray<number> {
  return outputs.length < 2
    ? outputs
    : [outputs[0] as number, outputs[outputs.length - 1] as number];
}

/** The ratio rounded up, except that a millionth of it (never a tenth of a step) may be rounding of the times. */
function leastSteps(ratio: number): number {
  return Math.max(1, Math.ceil(ratio - Math.min(1e-6 * ratio, 0.1)));
}
