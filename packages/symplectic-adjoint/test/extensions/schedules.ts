import type { CheckpointAction, CheckpointSchedule } from "@symplectic-adjoint/core";

/** A checkpoint before every k-th step; the steps between are taken again for each that is reversed. */
export function everyKth(k: number): CheckpointSchedule {
  return {
    name: `every ${k} steps`,
    forward: ({ step }) => (step % k === 0 ? [{ type: "store", step }] : []),
    *backward({ total }): Generator<CheckpointAction> {
      for (let step = total - 1; step >= 0; step--) {
        const base = step - (step % k);
        yield { type: "restore", step: base };
        if (base < step) yield { type: "advance", to: step };
        yield { type: "reverse", from: step, to: step + 1 };
        if (base === step) yield { type: "drop", step };
      }
    },
  };
}

/** The initial state alone in the forward pass; on the way back a checkpoint is stored halfway, again and again. */
export const bisecting: CheckpointSchedule = {
  name: "bisecting",
  forward: ({ step }) => (step === 0 ? [{ type: "store", step }] : []),
  *backward({ total }): Generator<CheckpointAction> {
    yield* bisect(0, total);
  },
};

/** Reverses steps from … to − 1, the one before `from` being stored. */
function* bisect(from: number, to: number): Generator<CheckpointAction> {
  if (to <= from) return;
  if (to - from === 1) {
    yield { type: "restore", step: from };
    yield { type: "reverse", from, to };
    yield { type: "drop", step: from };
    return;
  }
  const middle = (from + to) >> 1;
  yield { type: "restore", step: from };
  yield { type: "advance", to: middle };
  yield { type: "store", step: middle };
  yield* bisect(middle, to);
  yield* bisect(from, middle);
}
