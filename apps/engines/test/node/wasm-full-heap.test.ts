import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { type Adjoint, EngineFailedError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  oneCheckpoint,
  solve,
  symplecticAdjoint,
} from "symplectic-adjoint";
import { beforeAll, describe, expect, test, vi } from "vitest";

/** The allocator of TensorFlow.js' module. */
interface Allocator {
  _malloc(bytes: number): number;
}

const adjoints: ReadonlyArray<readonly [string, () => Adjoint]> = [
  ["backpropagation", backpropagation],
  ["oneCheckpoint", oneCheckpoint],
  ["checkpointPerStep", checkpointPerStep],
  ["symplecticAdjoint", symplecticAdjoint],
  ["continuousAdjoint", continuousAdjoint],
];

/** More than there is. */
const TOO_MUCH = 2 ** 33;

let allocator: Allocator;
let weights: tf.Variable;
beforeAll(async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  await useWasm();
  weights = tf.variable(tf.tensor2d([0.5, -0.3, 0.2, 0.7], [2, 2]));
  warn.mockRestore();
  allocator = (tf.backend() as unknown as { wasm: Allocator }).wasm;
});

const f = (_t: number, y: tf.Tensor): tf.Tensor => tf.tanh(tf.matMul(y, weights as tf.Tensor));

const left = () => ({ tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() });

/** A solve, and its pullback, with the k-th allocation failing, if there are so many. */
function run(
  adjoint: Adjoint,
  k: number,
): { readonly calls: number; readonly values: Array<number> } {
  const guarded = allocator._malloc;
  let calls = 0;
  const y0 = tf.tensor2d([1, 2], [1, 2]);
  const cotangent = tf.ones([2, 1, 2]);
  allocator._malloc = (bytes) => guarded(calls++ === k ? TOO_MUCH : bytes);
  try {
    const solution = solve(f, y0, [0, 1], {
      backend: tfjs,
      method: "dopri5",
      rtol: 1e-4,
      atol: 1e-4,
      adjoint,
    });
    try {
      const gradients = solution.pullback(cotangent);
      const tensors = [solution.ys, gradients.y0, ...gradients.parameters] as Array<tf.Tensor>;
      const values = tensors.flatMap((tensor) => Array.from(tensor.dataSync()));
      tf.dispose([gradients.y0 as tf.Tensor, ...(gradients.parameters as Array<tf.Tensor>)]);
      return { calls, values };
    } finally {
      solution.dispose();
    }
  } finally {
    allocator._malloc = guarded;
    tf.dispose([y0, cotangent]);
  }
}

describe("A solve on a heap that is full", () => {
  test.each(adjoints)(
    "by %s, at whichever allocation, is an error that leaves nothing and breaks nothing.",
    (_name, adjoint) => {
      const before = left();
      // The first run compares gradients with those that are registered, once and for all.
      run(adjoint(), -1);
      const { calls, values } = run(adjoint(), -1);
      expect(left()).toEqual(before);
      for (let k = 0; k < calls; k++) {
        const attempt = () => run(adjoint(), k);
        expect(attempt, `allocation ${k} of ${calls}`).toThrow(EngineFailedError);
        expect(left(), `allocation ${k} of ${calls}`).toEqual(before);
      }
      expect(calls).toBeGreaterThan(50);
      expect(run(adjoint(), -1).values).toEqual(values);
    },
  );
});
