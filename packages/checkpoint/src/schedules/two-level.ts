import {
  type BackwardView,
  type CheckpointAction,
  type CheckpointSchedule,
  checkOptions,
  type ForwardView,
} from "@symplectic-adjoint/core";
import { requiredCount } from "./counts.js";
import { NOTHING } from "./nothing.js";
import { reverseSegment } from "./reverse-segment.js";

/** Options of `twoLevel`. */
export interface TwoLevelOptions {
  /** Distance in steps between the checkpoints of the forward pass. */
  readonly period: number;
  /** The most checkpoints between two of them, in the backward pass. */
  readonly checkpoints: number;
}

const EXAMPLE = "Write twoLevel({ period: 100, checkpoints: 10 }).";
const TABLE = { period: requiredCount(EXAMPLE), checkpoints: requiredCount(EXAMPLE) };

/**
 * A checkpoint before every `period`-th step, in the slower store (level 1) of a `tieredStore`; the backward pass
 * reverses one period after the other with `checkpoints` more in the faster store (level 0), by the binomial schedule.
 *
 * For N steps N / period checkpoints in the slower store, each written and read once or a few times in order. The steps
 * recomputed in a period are the fewest that `checkpoints` + 1 places allow; their number does not depend on N. The
 * number of steps need not be known.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown, missing or invalid.
 * @example
 * symplecticAdjoint({ schedule: twoLevel({ period: 100, checkpoints: 10 }) });
 */
export function twoLevel(options: TwoLevelOptions): CheckpointSchedule {
  checkOptions("twoLevel", options, TABLE);
  const { period, checkpoints } = options;
  return Object.freeze({
    name: `twoLevel(${period}, ${checkpoints})`,
    forward: ({ step }: ForwardView) =>
      step % period === 0 ? [{ type: "store", step, level: 1 }] : NOTHING,
    backward: (view: BackwardView) => reversePeriods(view, checkpoints),
  } satisfies CheckpointSchedule);
}

function* reversePeriods(
  { stored, total }: BackwardView,
  checkpoints: number,
): Generator<CheckpointAction, void, undefined> {
  let end = total;
  for (let i = stored.length - 1; i >= 0; i--) {
    const from = stored[i] as number;
    yield* reverseSegment(from, end, checkpoints + 1);
    end = from;
  }
}
