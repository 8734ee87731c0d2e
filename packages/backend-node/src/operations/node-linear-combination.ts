import {
  type EngineOperations,
  tensorOperations,
  usedTerms,
} from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NativeOps } from "../native-ops.js";

/**
 * Maximum number of elements of a leaf for packing its terms: copying them twice is cheaper than calls into
 * libtensorflow.
 */
const WORTH_GATHERING = 8192;
/** For so few terms, separate products and sums take as few calls. */
const FEWEST_ROWS = 3;

/**
 * base + scale · Σ_j weights_j · terms_j. A small leaf takes three calls, whatever the number of terms: pack, multiply,
 * sum. A large one takes one product per term and one sum of all, which needs half the calls of a chain and the fewest
 * temporaries. Matrix products are avoided because GPUs may round them to ten bits (TF32).
 */
export function nodeLinearCombination(ops: NativeOps): EngineOperations["linearCombination"] {
  return (base, scale, weights, terms) => {
    const { states: rows, coefficients } = usedTerms(base, scale, weights, terms);
    const leaves = rows[0];
    if (leaves === undefined || rows.length < FEWEST_ROWS || leaves.some(isEmpty)) {
      return tensorOperations.linearCombination(base, scale, weights, terms);
    }
    return leaves.map(({ size }, i) => {
      const leafRows = rows.map((state) => state[i] as Tensor);
      return size <= WORTH_GATHERING
        ? gathered(ops, coefficients, leafRows)
        : summed(ops, coefficients, leafRows);
    });
  };
}

function isEmpty({ size }: Tensor): boolean {
  return size === 0;
}

function gathered(
  ops: NativeOps,
  coefficients: ReadonlyArray<number>,
  rows: ReadonlyArray<Tensor>,
): Tensor {
  const { shape } = rows[0] as Tensor;
  const column = ops.constant(Float32Array.from(coefficients), [
    coefficients.length,
    ...shape.map(() => 1),
  ]);
  const together = ops.pack(rows);
  const products = ops.run("Mul", [together, column]);
  together.dispose();
  ops.free(column);
  const sum = ops.sum(products, ops.axes([0]), false);
  products.dispose();
  return sum;
}

function summed(
  ops: NativeOps,
  coefficients: ReadonlyArray<number>,
  rows: ReadonlyArray<Tensor>,
): Tensor {
  const products: Array<Tensor> = [];
  const terms = rows.map((row, j) => {
    if (coefficients[j] === 1) return row;
    const factor = ops.constant(Float32Array.of(coefficients[j] as number), []);
    const product = ops.run("Mul", [row, factor]);
    ops.free(factor);
    products.push(product);
    return product;
  });
  const sum = ops.addAll(terms);
  for (const product of products) product.dispose();
  return sum;
}
