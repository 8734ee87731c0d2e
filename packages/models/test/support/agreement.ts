import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { distance, valuesOf } from "./plain.js";

/** The value of a loss and its gradient for each variable. */
export function lossAndGradients(
  loss: () => tf.Tensor,
  variables: ReadonlyArray<tf.Variable>,
): { readonly value: number; readonly gradients: ReadonlyArray<Float64Array> } {
  const { value, grads } = tf.variableGrads(() => loss().asScalar(), [...variables]);
  const [[number = Number.NaN] = []] = valuesOf([value]);
  const gradients = valuesOf(variables.map(({ name }) => grads[name] as tf.Tensor));
  tf.dispose([value, grads]);
  return { value: number, gradients };
}

type LossAndGradients = ReturnType<typeof lossAndGradients>;

/** Checks that two losses are the same up to rounding, with the gradient for each variable. */
export function expectAgreement(found: LossAndGradients, expected: LossAndGradients): void {
  expect(Math.abs(found.value / expected.value - 1)).toBeLessThan(1e-5);
  expect(found.gradients.length).toBe(expected.gradients.length);
  for (const [i, gradient] of expected.gradients.entries()) {
    expect(gradient.some((entry) => entry !== 0)).toBe(true);
    expect(distance([found.gradients[i] as Float64Array], [gradient])).toBeLessThan(1e-5);
  }
}
