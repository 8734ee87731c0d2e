import type { TfjsBackend } from "@symplectic-adjoint/backend-tfjs";
import { type Dynamics, flattenTree, type Tree } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Differentiable dynamics of f for states like y0, with given parameters or those found by tracing. */
export function dynamicsOf<Y extends Tree<Tensor>>(
  f: (t: number, y: Y) => Tree<Tensor>,
  y0: Y,
  backend: TfjsBackend,
  parameters?: Tree<Tensor>,
): Dynamics<Tensor> {
  const { leaves, structure } = flattenTree<Tensor>(y0, backend.isArray);
  return backend.dynamics(f as never, {
    t0: 0,
    y0: leaves,
    structure,
    parameters,
    differentiate: true,
  });
}
