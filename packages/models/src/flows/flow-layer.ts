import { add, mul, sigmoid, type Tensor, type Variable } from "@tensorflow/tfjs-core";
import { newVariable, uniformWeights } from "../networks/initial-weights.js";
import type { RandomSource } from "../networks/random-source.js";
import type { FlowTime } from "./flow-field.js";

/**
 * How a layer of a flow depends on time t:
 *
 * - `"dense"`: hW + b, not at all;
 * - `"concat"`: [t, h]W + b, as one more input;
 * - `"concatsquash"`: (hW + b) ⊙ sigmoid(t·g + c) + t·k.
 */
export type FlowLayerKind = "dense" | "concat" | "concatsquash";

/** What time does to hW + b, for all rows: a factor and a summand for each output. */
export interface Modulation {
  readonly gate?: Tensor;
  readonly shift?: Tensor;
}

/** A layer h → (hW + b) ⊙ gate(t) + shift(t). */
export interface FlowLayer {
  /** W, shape [inputs, outputs]. */
  readonly kernel: Variable;
  /** b, shape [outputs]. */
  readonly bias: Variable;
  readonly variables: ReadonlyArray<Variable>;
  modulation(t: FlowTime): Modulation;
}

/** A layer with initial weights as PyTorch gives them. */
export function flowLayer(
  kind: FlowLayerKind,
  inputs: number,
  outputs: number,
  random: RandomSource,
): FlowLayer {
  const fanIn = kind === "concat" ? inputs + 1 : inputs;
  const weights = (shape: Array<number>, of: number = fanIn) =>
    newVariable(() => uniformWeights(shape, of, random));
  const kernel = weights([inputs, outputs]);
  const bias = weights([outputs]);
  const common = { kernel, bias };
  if (kind === "dense") return { ...common, variables: [kernel, bias], modulation: () => ({}) };
  // Layers of time have one input.
  const shift = weights([outputs], kind === "concat" ? fanIn : 1);
  if (kind === "concat") {
    return {
      ...common,
      variables: [kernel, bias, shift],
      modulation: (t) => ({ shift: mul(shift, t) }),
    };
  }
  const gate = weights([outputs], 1);
  const gateBias = weights([outputs], 1);
  return {
    ...common,
    variables: [kernel, bias, shift, gate, gateBias],
    modulation: (t) => ({ gate: sigmoid(add(mul(gate, t), gateBias)), shift: mul(shift, t) }),
  };
}
