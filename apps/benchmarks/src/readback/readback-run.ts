import * as tf from "@tensorflow/tfjs";
import { integralController, laggedController, solveAsync, tfjs } from "symplectic-adjoint";
import { type Network, network } from "../cases/network.js";
import type { ReadbackRun, ReadingMode } from "../runners/services.js";

/** The sizes of state and network, small enough for waiting to dominate a step. */
const SIZE = { batch: 128, state: 2, width: 50 };
const END = 40;
const TOLERANCE = 1e-5;

const modes = {
  integral: { controller: integralController(), speculate: false },
  lagged: { controller: laggedController(), speculate: false },
  speculative: { controller: laggedController(), speculate: true },
} as const;

let made: Network | undefined;

/** One adaptive solve, until its final state has been read. */
export async function readbackRun(mode: ReadingMode): Promise<ReadbackRun> {
  made ??= network(SIZE);
  const { f, y0 } = made;
  const start = performance.now();
  const solution = await solveAsync(f, y0, [0, END], {
    backend: tfjs,
    method: "dopri5",
    rtol: TOLERANCE,
    atol: TOLERANCE,
    differentiate: false,
    ...modes[mode],
  });
  try {
    const last = tf.tidy(() => tf.gather(solution.ys, 1));
    const final = await last.data();
    const milliseconds = performance.now() - start;
    last.dispose();
    const { accepted, rejected, readbacks, discarded, stalled } = solution.stats.forward;
    return {
      accepted,
      rejected,
      readbacks,
      discarded,
      stalled,
      milliseconds,
      stepSizes: [...solution.stats.stepSizes],
      final: [...final],
    };
  } finally {
    solution.dispose();
  }
}
