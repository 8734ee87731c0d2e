import type { Adjoint } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { measureMemory, solve, solveAsync, tfjs } from "symplectic-adjoint";
import { largeCase } from "./large-case.js";

/** A way to solve the large case. */
export interface LargeSetup {
  readonly name: string;
  readonly steps: number;
  /** In bytes, if there is a budget. */
  readonly budget?: number;
  /** Whether its gradient is bitwise that of the symplectic adjoint. */
  readonly same?: boolean;
  /** Whether a store has to wait. */
  readonly waits?: boolean;
  adjoint(): Adjoint;
}

/** What it took. */
export interface LargeFigures {
  readonly name: string;
  readonly steps: number;
  readonly budget: number | undefined;
  readonly same: boolean;
  /** Peak of both passes: bytes of distinct live buffers above those of y0, the parameters and the cotangents. */
  readonly peak: number;
  readonly seconds: number;
  readonly checkpoints: number | undefined;
  readonly recomputed: number | undefined;
  /** Digest of the bits of the gradient. */
  readonly digest: string;
}

/** Solves the large case and its gradient on the active engine. */
export async function measureLarge(setup: LargeSetup): Promise<LargeFigures> {
  const { f, y0, cotangents, dispose } = largeCase();
  const { name, steps, budget, same = false, waits = false } = setup;
  const options = {
    backend: tfjs,
    adjoint: setup.adjoint(),
    method: "rk4",
    stepsPerInterval: steps,
  } as const;
  const begun = performance.now();
  const { value, peakBytes } = await measureMemory(async () => {
    const solution = waits
      ? await solveAsync(f, y0 as tf.Tensor, [0, 1], options)
      : solve(f, y0 as tf.Tensor, [0, 1], options);
    const gradients = waits
      ? await solution.pullbackAsync(cotangents)
      : solution.pullback(cotangents);
    return { solution, gradients };
  });
  const { solution, gradients } = value;
  const all = [gradients.y0, ...gradients.parameters];
  // Read before the time is taken: some engines compute when they are asked.
  const digest = digestOf(all);
  const seconds = (performance.now() - begun) / 1000;
  const { memory } = solution.stats;
  tf.dispose([...all]);
  solution.dispose();
  dispose();
  return {
    ...{ name, steps, budget, same, seconds, digest },
    peak: peakBytes,
    checkpoints: memory?.checkpoints,
    recomputed: memory?.recomputed,
  };
}

/** FNV-1a over the bits of all numbers. */
function digestOf(tensors: ReadonlyArray<tf.Tensor>): string {
  let hash = 0x811c9dc5;
  for (const tensor of tensors) {
    const values = tensor.dataSync() as Float32Array;
    for (const bits of new Uint32Array(values.buffer, values.byteOffset, values.length))
      hash = Math.imul(hash ^ bits, 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, "0");
}
