import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import {
  backpropagation,
  continuousAdjoint,
  float64,
  solve,
  symplecticAdjoint,
  tfjs,
} from "../../src/index.js";
import { hasRoomFor, withLittleStack } from "../support/with-little-stack.js";

// More arrays than a call may have arguments where little of the stack is left: what hands a list over as arguments
// overflows it.
const MANY = 20_000;

test.each(
  [symplecticAdjoint(), backpropagation(), continuousAdjoint()].map(
    (adjoint) => [adjoint.name, adjoint] as const,
  ),
)(
  "A state of more arrays than a call may have arguments is solved and differentiated by %s.",
  (_, adjoint) => {
    const y0 = Array.from({ length: MANY }, (_, i) => Float64Array.of(i));
    const f = {
      evaluate(_t: number, y: typeof y0, _p: Float64Array, dy: typeof y0): void {
        for (const [i, slope] of dy.entries()) slope[0] = -((y[i] as Float64Array)[0] as number);
      },
      vjp(_t: number, _y: typeof y0, _p: Float64Array, g: typeof y0, yBar: typeof y0): void {
        for (const [i, bar] of yBar.entries()) bar[0] = -((g[i] as Float64Array)[0] as number);
      },
    };
    const steps = { method: "bosh3", stepsPerInterval: 1 } as const;
    const gradient = withLittleStack(MANY, () => {
      expect(hasRoomFor(MANY)).toBe(false);
      const solution = solve(f, y0, [0, 0.1], { backend: float64, adjoint, ...steps });
      return solution.pullback(y0.map(() => Float64Array.of(0, 1))).y0;
    });
    // One step of order three multiplies by this, forward and backward.
    const factor = 1 - 0.1 + 0.1 ** 2 / 2 - 0.1 ** 3 / 6;
    for (const i of [0, 7, MANY - 1])
      expect((gradient[i] as Float64Array)[0]).toBeCloseTo(factor, 12);
  },
);

test("The error of more tensors than a call may have arguments is measured.", async () => {
  await tf.setBackend("cpu");
  const before = tf.memory().numTensors;
  const leaf = tf.scalar(1);
  const leaves = new Array<tf.Tensor>(MANY).fill(leaf);
  const ones = leaves.map(() => 1);
  const norm = withLittleStack(MANY, () => {
    expect(hasRoomFor(MANY)).toBe(false);
    return tfjs.errorNorm(leaves, leaves, leaves, { rtol: ones, atol: ones });
  });
  expect(tfjs.readSync(norm)).toBe(0.5);
  tf.dispose([norm as tf.Tensor, leaf]);
  expect(tf.memory().numTensors).toBe(before);
});
