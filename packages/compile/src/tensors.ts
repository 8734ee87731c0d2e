import { Tensor, Variable } from "./imports/tfjs-core.js";

/** Whether a value is a tensor of TensorFlow.js. */
export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** Whether a value is a variable of TensorFlow.js: a tensor that can be assigned to. */
export function isVariable(value: unknown): value is Variable {
  return value instanceof Variable;
}
