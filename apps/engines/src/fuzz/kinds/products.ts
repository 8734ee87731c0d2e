import { relu } from "../host/choices.js";
import { arrayOf, type HostArray, type Index, map, pick, sum } from "../host/host-array.js";
import { add, mul, type Scalar, tanh } from "../host/scalar.js";
import { type Kind, kind } from "./kind.js";

/** Σ_k a_ik b_kj, for each index of a batch. */
function matMul(a: HostArray, b: HostArray, transposeA = false, transposeB = false): HostArray {
  const [k, n] = transposeA ? a.shape.slice(-2) : a.shape.slice(-2).reverse();
  const m = b.shape.at(transposeB ? -2 : -1) as number;
  return arrayOf([...a.shape.slice(0, -2), n as number, m], (...index) => {
    const batch = index.slice(0, -2);
    const [i, j] = index.slice(-2) as [number, number];
    return sum(k as number, (l) =>
      mul(
        pick(a, ...batch, ...(transposeA ? [l, i] : [i, l])),
        pick(b, ...batch, ...(transposeB ? [j, l] : [l, j])),
      ),
    );
  });
}

/** Sums products over the indices that are absent from the result. */
function einsum(equation: string): Kind {
  const [left, output] = equation.split("->") as [string, string];
  const terms = left.split(",");
  const lengths: Record<string, number> = { i: 2, j: 3, k: 2, b: 2 };
  const shapeOf = (letters: string): Index =>
    [...letters].map((letter) => lengths[letter] as number);
  const inner = [...new Set(left.replace(",", ""))].filter((letter) => !output.includes(letter));
  return kind(
    "einsum",
    `tf.einsum("${equation}", ${terms.map((_, i) => `$${i}`).join(", ")})`,
    terms.map(shapeOf),
    (...inputs) =>
      arrayOf(shapeOf(output), (...index) => {
        const products: Array<Scalar> = [];
        arrayOf(shapeOf(inner.join("")), (...offset) => {
          const at = (letter: string): number =>
            output.includes(letter)
              ? (index[output.indexOf(letter)] as number)
              : (offset[inner.indexOf(letter)] as number);
          const factors = terms.map((term, i) =>
            pick(inputs[i] as HostArray, ...[...term].map(at)),
          );
          products.push(factors.reduce(mul));
          return factors[0] as Scalar;
        });
        return add(...products);
      }),
    // It has no registered gradient.
    { constant: true },
  );
}

const bool = [false, true] as const;

/** Products of matrices, vectors and batches. */
export const products: ReadonlyArray<Kind> = [
  ...bool.flatMap((a) =>
    bool.map((b) =>
      kind(
        "matMul",
        `tf.matMul($0, $1, ${a}, ${b})`,
        [a ? [3, 2] : [2, 3], b ? [2, 3] : [3, 2]],
        (x, y) => matMul(x, y, a, b),
      ),
    ),
  ),
  kind(
    "matMul",
    "tf.matMul($0, $1)",
    [
      [2, 3],
      [3, 3],
    ],
    (x, y) => matMul(x, y),
  ),
  kind(
    "matMul",
    "tf.matMul($0, $1)",
    [
      [2, 2, 3],
      [2, 3, 1],
    ],
    (x, y) => matMul(x, y),
  ),
  kind(
    "matMul",
    "tf.matMul($0, $1, true)",
    [
      [2, 3, 2],
      [2, 3, 1],
    ],
    (x, y) => matMul(x, y, true),
  ),
  kind("outerProduct", "tf.outerProduct($0, $1)", [[2], [3]], (a, b) =>
    arrayOf([2, 3], (i = 0, j = 0) => mul(pick(a, i), pick(b, j))),
  ),
  kind("dot", "tf.dot($0, $1)", [[2, 3], [3]], (a, b) =>
    arrayOf([2], (i = 0) => sum(3, (j) => mul(pick(a, i, j), pick(b, j)))),
  ),
  kind(
    "fused.matMul",
    'tf.fused.matMul({ a: $0, b: $1, bias: $2, activation: "relu" })',
    [[2, 3], [3, 2], [2]],
    (x, w, b) => map((a, c) => relu(add(a, c)), matMul(x, w), b),
  ),
  // The computation of a one-layer model, written with operations.
  kind("tanh", "tf.tanh(tf.add(tf.matMul($0, $1), $2))", [[2, 3], [3, 3], [3]], (x, w, b) =>
    map((a, c) => tanh(add(a, c)), matMul(x, w), b),
  ),
  ...["ij,jk->ik", "bij,bjk->bik", "ij->ji", "ij,ij->i", "i,j->ij", "bij,kj->bik"].map(einsum),
];
