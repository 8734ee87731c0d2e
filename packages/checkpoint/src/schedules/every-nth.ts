import {
  type BackwardView,
  type CheckpointSchedule,
  checkValue,
  type ForwardView,
} from "@symplectic-adjoint/core";
import { requiredCount } from "./counts.js";
import { NOTHING } from "./nothing.js";
import { storeAllBetween } from "./store-all-between.js";

const PERIOD = requiredCount("Write everyNth(10).");

/**
 * A checkpoint before every n-th step. The backward pass recomputes the n − 1 states between two checkpoints once, and
 * keeps them until these steps are reversed: at most N/n + n states at once for N steps, and at most N recomputed steps.
 *
 * @throws InvalidArgumentError if n is not a positive integer.
 * @example
 * symplecticAdjoint({ schedule: everyNth(10) }); // 1000 steps: at most 110 states, 900 steps recomputed
 */
export function everyNth(n: number): CheckpointSchedule {
  checkValue("n", n, PERIOD);
  return Object.freeze({
    name: `everyNth(${n})`,
    forward: ({ step }: ForwardView) => (step % n === 0 ? [{ type: "store", step }] : NOTHING),
    backward: (view: BackwardView) => storeAllBetween(view),
  } satisfies CheckpointSchedule);
}
