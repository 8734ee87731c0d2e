import type { CheckpointSchedule } from "@symplectic-adjoint/core";

/** Stores each stride-th step; the backward pass stores the steps between, one stride at a time. */
export function everyOther(stride: number): CheckpointSchedule {
  return Object.freeze({
    name: `every ${stride}`,
    forward: ({ step }) => (step % stride === 0 ? [{ type: "store", step }] : []),
    *backward({ total, stored }) {
      for (const step of stored) if (step >= total) yield { type: "drop", step };
      for (let end = total; end > 0; ) {
        const start = Math.floor((end - 1) / stride) * stride;
        yield { type: "restore", step: start };
        for (let step = start + 1; step < end; step++) {
          yield { type: "advance", to: step };
          yield { type: "store", step };
        }
        for (let step = end - 1; step >= start; step--) {
          yield { type: "restore", step };
          // Dropped while it is the current state, which has to survive that.
          yield { type: "drop", step };
          yield { type: "reverse", from: step, to: step + 1 };
        }
        end = start;
      }
    },
  } satisfies CheckpointSchedule);
}
