import type {
  BackwardView,
  CheckpointAction,
  CheckpointSchedule,
  ForwardView,
} from "@symplectic-adjoint/core";

/**
 * A checkpoint before every step: N states for N steps; each step is replayed once, when it is reversed. The schedule
 * of the symplectic adjoint method, and of adaptive checkpoint adjoints.
 *
 * Sources: Matsubara, Miyatake & Yaguchi (2021), arXiv 2102.09750; Zhuang, Dvornek, Li, Tatikonda, Papademetris &
 * Duncan (2020), arXiv 2006.02493.
 *
 * @example
 * [...everyStep.backward({ total: 2, stored: [0, 1], bytes: 80 })].map(({ type }) => type);
 * // ["restore", "reverse", "drop", "restore", "reverse", "drop"]
 */
export const everyStep: CheckpointSchedule = Object.freeze({
  name: "everyStep",
  forward: ({ step }: ForwardView): ReadonlyArray<CheckpointAction> => [{ type: "store", step }],
  *backward({ total }: BackwardView): Generator<CheckpointAction> {
    for (let step = total - 1; step >= 0; step--) {
      yield { type: "restore", step };
      yield { type: "reverse", from: step, to: step + 1 };
      yield { type: "drop", step };
    }
  },
});
