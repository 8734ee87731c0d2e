import type { TfjsBackend } from "@symplectic-adjoint/backend-tfjs";
import { type Dynamics, flattenTree, type Tree } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Dynamics of f for states like y0, to be differentiated; for these parameters, or for those that are found. */
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
