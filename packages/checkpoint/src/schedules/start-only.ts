import type {
  BackwardView,
  CheckpointAction,
  CheckpointSchedule,
  ForwardView,
} from "@symplectic-adjoint/core";
import { NOTHING } from "./nothing.js";

/**
 * One checkpoint, of the initial state: all steps are replayed and reversed as one segment, so the pullback keeps the
 * data of all of them at the same time. The schedule of backpropagation with one checkpoint per block.
 *
 * @example
 * [...startOnly.backward({ total: 5, stored: [0], bytes: 80 })];
 * // [{ type: "restore", step: 0 }, { type: "reverse", from: 0, to: 5 }, { type: "drop", step: 0 }]
 */
export const startOnly: CheckpointSchedule = Object.freeze({
  name: "startOnly",
  checkpoints: 1,
  forward: ({ step }: ForwardView): ReadonlyArray<CheckpointAction> =>
    step === 0 ? [{ type: "store", step }] : NOTHING,
  *backward({ total }: BackwardView): Generator<CheckpointAction> {
    if (total === 0) return;
    yield { type: "restore", step: 0 };
    yield { type: "reverse", from: 0, to: total };
    yield { type: "drop", step: 0 };
  },
});
