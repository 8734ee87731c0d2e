import * as tf from "@tensorflow/tfjs";
import { at, type HostTensor, sum, tensorOf } from "../host/host-tensor.js";
import type { OperationCase } from "./operation-case.js";

const transposes = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

const [N, K, M] = [3, 5, 2];
const letter = (name: string, transposed: boolean): string => (transposed ? `${name}ᵀ` : name);
const swapped = (rows: number, columns: number, transposed: boolean): Array<number> =>
  transposed ? [columns, rows] : [rows, columns];

/** Σ_k a_ik b_kj, for each index of a batch. */
function matMul(
  a: HostTensor,
  b: HostTensor,
  shape: ReadonlyArray<number>,
  transposeA: boolean,
  transposeB: boolean,
): HostTensor {
  return tensorOf(shape, (...index) => {
    const batch = index.slice(0, -2);
    const [i, j] = index.slice(-2) as [number, number];
    return sum(K, (k) => {
      const left = at(a, ...batch, ...(transposeA ? [k, i] : [i, k]));
      return left * at(b, ...batch, ...(transposeB ? [j, k] : [k, j]));
    });
  });
}

function matMulCase(
  title: string,
  batch: ReadonlyArray<number>,
  [transposeA, transposeB]: (typeof transposes)[number],
): OperationCase {
  return {
    name: `${letter("A", transposeA)} ${letter("B", transposeB)}${title}`,
    shapes: [
      [...batch, ...swapped(N, K, transposeA)],
      [...batch, ...swapped(K, M, transposeB)],
    ],
    apply: (a, b) => tf.matMul(a as tf.Tensor, b as tf.Tensor, transposeA, transposeB),
    onHost: (a, b) =>
      matMul(a as HostTensor, b as HostTensor, [...batch, N, M], transposeA, transposeB),
  };
}

/** Products of matrices with every transpose, and of batches of them. */
export const products: ReadonlyArray<OperationCase> = [
  ...transposes.map((both) => matMulCase("", [], both)),
  ...transposes.map((both) => matMulCase(" in batches", [2], both)),
];
