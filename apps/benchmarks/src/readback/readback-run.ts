import * as tf from "@tensorflow/tfjs";
import { solveAsync, symplecticAdjoint, tfjs } from "symplectic-adjoint";
import type { ReadbackRun } from "../contestants/services.js";
import { network } from "../engines/network.js";

/** The state and the width of the network, small enough for a step to be mostly waiting. */
const SIZE = { batch: 128, state: 2, width: 50 };
const END = 10;
const TOLERANCE = 1e-5;

/** What the statistics say of reading. */
interface Waiting {
  readonly readbacks: number;
  readonly discarded: number;
  readonly stalled: number;
}

let made: ReturnType<typeof network> | undefined;

/** One adaptive solve, with or without a next step on its way while the last one's error is read. */
export async function readbackRun(speculate: boolean): Promise<ReadbackRun> {
  made ??= network(SIZE);
  const { f, y0 } = made;
  const start = performance.now();
  const options = {
    backend: tfjs,
    adjoint: symplecticAdjoint(),
    method: "dopri5",
    rtol: TOLERANCE,
    atol: TOLERANCE,
    speculate,
  } as const;
  const solution = await solveAsync(f, y0, [0, END], options);
  const last = tf.tidy(() => tf.gather(solution.ys as tf.Tensor, 1));
  const final = await last.data();
  const milliseconds = performance.now() - start;
  last.dispose();
  const { forward, stepSizes } = solution.stats;
  solution.dispose();
  const { accepted, rejected, readbacks, discarded, stalled } = forward as typeof forward & Waiting;
  return {
    accepted,
    rejected,
    readbacks,
    discarded,
    stalled,
    milliseconds,
    stepSizes: [...stepSizes],
    final: [...final],
  };
}
