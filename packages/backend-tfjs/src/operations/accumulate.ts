import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { add } from "../kernels/kernels.js";

/** total + term. Takes ownership of `total`. Leaf by leaf, so that only one leaf exists twice. */
export function accumulate(total: State<Tensor>, term: State<Tensor>): State<Tensor> {
  return total.map((leaf, i) => {
    const sum = add(leaf, term[i] as Tensor);
    leaf.dispose();
    return sum;
  });
}
