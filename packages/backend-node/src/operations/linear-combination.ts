import { type EngineOperations, tensorOperations } from "@symplectic-adjoint/backend-tfjs";
import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NativeOps } from "../native-ops.js";

/** Up to how many elements of a leaf its terms are gathered: copying them twice is cheaper than calling the library. */
const WORTH_GATHERING = 65_536;
/** With so few terms one product and one sum each are as few calls. */
const FEWEST_ROWS = 3;

/**
 * base + scale · Σ_j weights_j · terms_j in three calls per leaf, whatever the number of terms: pack, multiply, sum. Not
 * by a matrix product, which a GPU may round to ten bits (TF32). Large leaves, of which no copies of all terms should be
 * held, take a chain of products and sums.
 */
export function nodeLinearCombination(ops: NativeOps): EngineOperations["linearCombination"] {
  return (base, scale, weights, terms) => {
    const rows: Array<State<Tensor>> = base === undefined ? [] : [base];
    const coefficients: Array<number> = base === undefined ? [] : [1];
    for (const [j, weight] of weights.entries()) {
      if (weight === 0) continue;
      rows.push(terms[j] as State<Tensor>);
      coefficients.push(scale * weight);
    }
    const leaves = rows[0];
    const gathers =
      leaves !== undefined &&
      rows.length >= FEWEST_ROWS &&
      leaves.every(({ size }) => size > 0 && size <= WORTH_GATHERING);
    if (!gathers) return tensorOperations.linearCombination(base, scale, weights, terms);
    const values = Float32Array.from(coefficients);
    const axes = ops.axes([0]);
    return leaves.map(({ shape }, i) => {
      const together = ops.pack(rows.map((state) => state[i] as Tensor));
      const column = ops.constant(values, [values.length, ...shape.map(() => 1)]);
      const products = ops.run("Mul", [together, column]);
      const sum = ops.sum(products, axes, false);
      together.dispose();
      products.dispose();
      ops.free(column);
      return sum;
    });
  };
}
