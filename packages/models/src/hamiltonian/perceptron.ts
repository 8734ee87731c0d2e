import {
  add,
  matMul,
  mul,
  reshape,
  sum,
  type Tensor,
  type Variable,
  zeros,
} from "@tensorflow/tfjs-core";
import type { Activation } from "../networks/activation.js";
import { newVariable, orthogonalWeights } from "../networks/initial-weights.js";
import type { RandomSource } from "../networks/random-source.js";

/** A network with at least one hidden layer, all of one activation, and a linear output without bias. */
export interface Perceptron {
  readonly variables: ReadonlyArray<Variable>;
  /** [rows, inputs] → [rows, outputs]. */
  value(x: Tensor): Tensor;
  /** The gradient of the sum of all outputs for x, in the shape of x; by hand, without a tape. */
  gradient(x: Tensor): Tensor;
}

/** A perceptron with orthogonal initial weights and biases of zero. */
export function perceptron(
  widths: ReadonlyArray<number>,
  { value: act, slope }: Activation,
  random: RandomSource,
): Perceptron {
  const last = widths.length - 2;
  const layers = widths.slice(1).map((outputs, i) => ({
    kernel: newVariable(() => orthogonalWeights([widths[i] as number, outputs], random)),
    bias: i === last ? undefined : newVariable(() => zeros([outputs])),
  }));
  const { kernel: outer } = layers[last] as (typeof layers)[number];
  const hidden = layers.slice(0, last) as Array<{ kernel: Variable; bias: Variable }>;
  const variables = layers.flatMap(({ kernel, bias }) => (bias ? [kernel, bias] : [kernel]));
  return {
    variables,
    value(x) {
      let h = x;
      for (const { kernel, bias } of hidden) h = act(add(matMul(h, kernel), bias));
      return matMul(h, outer);
    },
    gradient(x) {
      const slopes: Array<Tensor> = [];
      let h = x;
      for (const { kernel, bias } of hidden) {
        const before = add(matMul(h, kernel), bias);
        h = act(before);
        slopes.push(slope(before, h));
      }
      // The gradient for the last hidden values is the same for all rows: [1, width].
      let cotangent: Tensor = reshape(sum(outer, 1), [1, -1]);
      for (let i = last - 1; i >= 0; i--) {
        const { kernel } = layers[i] as (typeof layers)[number];
        cotangent = matMul(mul(slopes[i] as Tensor, cotangent), kernel, false, true);
      }
      return cotangent;
    },
  };
}
