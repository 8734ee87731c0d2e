import { type Dynamics, flattenTree, type Tree } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { type TensorFunction, tfjs } from "../src/index.js";

/** Dynamics of f for a state like y0, differentiable unless said otherwise. */
export function dynamicsOf(
  func: TensorFunction,
  y0: Tree<Tensor>,
  { parameters, differentiate = true }: { parameters?: Tree<Tensor>; differentiate?: boolean } = {},
): Dynamics<Tensor> {
  const { leaves, structure } = flattenTree(y0, tfjs.isArray);
  return tfjs.dynamics(func, { t0: 0, y0: leaves, structure, parameters, differentiate });
}
