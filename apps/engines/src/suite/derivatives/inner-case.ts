import * as tf from "@tensorflow/tfjs";
import type { HostTensor } from "../host/host-tensor.js";
import { tensorFrom } from "../support/tensor-from.js";

type Tensors = Array<tf.Tensor>;
type HostTensors = ReadonlyArray<HostTensor>;

/** f as users of TensorFlow.js write it, on a list of arrays. */
export type InnerDynamics = (t: number, y: Tensors) => Tensors;

/** An f that contains derivatives, and the same f with hand-derived derivatives in double precision. */
export interface InnerCase {
  readonly name: string;
  /** Of each array of the state. */
  readonly state: ReadonlyArray<ReadonlyArray<number>>;
  /** Of each parameter. */
  readonly parameters: ReadonlyArray<ReadonlyArray<number>>;
  /** f with variables that have the given values, in the order of `parameters`. */
  build(values: HostTensors): { readonly f: InnerDynamics; readonly variables: Array<tf.Variable> };
  onHost(t: number, y: HostTensors, parameters: HostTensors): HostTensors;
  /** Kernels without which an engine cannot differentiate f. */
  readonly needs?: ReadonlyArray<string>;
}

/** `build` for parameters that are separate variables. */
export function withVariables(f: (...parameters: Tensors) => InnerDynamics): InnerCase["build"] {
  return (values) => {
    const variables = values.map((value) => tf.variable(tensorFrom(value)));
    return { f: f(...variables), variables };
  };
}
