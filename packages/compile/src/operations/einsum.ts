import { sumsOfProducts } from "../trace/kernels/einsum.js";
import type { OperationSet } from "../trace/kernels/operation-set.js";

/**
 * `tf.einsum`, with its derivatives.
 *
 * @example
 * const f = compiled((_t, y) => tf.einsum("bi,ij->bj", y, w), { operations: [einsum] });
 */
export const einsum: OperationSet = { kernels: sumsOfProducts };
