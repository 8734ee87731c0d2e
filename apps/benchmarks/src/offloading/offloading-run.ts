import { hostStore } from "@symplectic-adjoint/checkpoint-stores";
import * as tf from "@tensorflow/tfjs";
import { memoryStore, solveAsync, symplecticAdjoint, tfjs } from "symplectic-adjoint";
import { type Network, network } from "../cases/network.js";
import type { CheckpointPlace, OffloadingRun } from "../runners/services.js";

/** A state of 64 KiB. */
const SIZE = { batch: 64, state: 256, width: 64 };
const STEPS = 50;
const stores = { device: memoryStore, host: hostStore } as const;

let made: Network | undefined;

/** One gradient by the symplectic adjoint, until it has been read. */
export async function offloadingRun(place: CheckpointPlace): Promise<OffloadingRun> {
  made ??= network(SIZE);
  const { f, y0 } = made;
  const before = deviceBytes();
  let most = 0;
  const start = performance.now();
  const solution = await solveAsync(f, y0, [0, 1], {
    ...{ backend: tfjs, method: "rk4", stepsPerInterval: STEPS },
    adjoint: symplecticAdjoint({ store: stores[place] }),
    onStep: () => {
      most = Math.max(most, deviceBytes() - before);
    },
  });
  const ones = tf.onesLike(solution.ys);
  const gradients = await solution.pullbackAsync(ones);
  const gradient = await gradients.y0.data();
  const milliseconds = performance.now() - start;
  let sum = 0;
  for (const value of gradient) sum += value;
  tf.dispose([ones, gradients.y0, ...gradients.parameters]);
  solution.dispose();
  return { milliseconds, bytes: most, sum };
}

function deviceBytes(): number {
  const { numBytes, numBytesInGPU } = tf.memory() as tf.MemoryInfo & { numBytesInGPU?: number };
  return numBytesInGPU ?? numBytes;
}
