import { sumsOfProducts } from "../trace/kernels/arrays/einsum.js";
import { indexedSlices } from "../trace/kernels/arrays/indexed-slices.js";
import { selections } from "../trace/kernels/arrays/selections.js";
import { sequences } from "../trace/kernels/arrays/sequences.js";
import type { OperationSet } from "../trace/kernels/operation-set.js";

/**
 * Operations on arrays that few right-hand sides need, with their derivatives: `tf.einsum`, `tf.gatherND`, `tf.scatterND`,
 * `tf.stridedSlice`, `tf.diag`, `tf.linspace`, `tf.range`.
 *
 * @example
 * const f = compiled((_t, y) => tf.einsum("bi,ij->bj", y, w), { operations: [arrays] });
 */
export const arrays: OperationSet = {
  kernels: { ...indexedSlices, ...selections, ...sequences, ...sumsOfProducts },
};
