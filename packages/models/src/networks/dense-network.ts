import { add, matMul, type Tensor, type Variable } from "@tensorflow/tfjs-core";
import type { Activation } from "./activation.js";
import { newVariable, uniformWeights } from "./initial-weights.js";
import type { RandomSource } from "./random-source.js";

/** A network of dense layers, with one activation between them. */
export interface DenseNetwork {
  readonly variables: ReadonlyArray<Variable>;
  /** [rows, inputs] → [rows, outputs]. */
  value(x: Tensor): Tensor;
}

/** A network with initial weights as PyTorch gives them. */
export function denseNetwork(
  widths: ReadonlyArray<number>,
  { value: act }: Activation,
  random: RandomSource,
): DenseNetwork {
  const layers = widths.slice(1).map((outputs, i) => {
    const inputs = widths[i] as number;
    const kernel = newVariable(() => uniformWeights([inputs, outputs], inputs, random));
    return { kernel, bias: newVariable(() => uniformWeights([outputs], inputs, random)) };
  });
  return {
    variables: layers.flatMap(({ kernel, bias }) => [kernel, bias]),
    value(x) {
      let h = x;
      for (const [i, { kernel, bias }] of layers.entries()) {
        const sum = add(matMul(h, kernel), bias);
        h = i === layers.length - 1 ? sum : act(sum);
      }
      return h;
    },
  };
}
