import type * as tf from "@tensorflow/tfjs";

/** The values of tensors in double precision. */
export async function valuesOf(tensors: ReadonlyArray<tf.Tensor>): Promise<Array<Float64Array>> {
  return Promise.all(tensors.map(async (tensor) => Float64Array.from(await tensor.data())));
}

/** ‖found − wanted‖ / ‖wanted‖ over all entries of lists of arrays. */
export function relativeDistance(
  found: ReadonlyArray<ArrayLike<number>>,
  wanted: ReadonlyArray<ArrayLike<number>>,
): number {
  let [error, norm] = [0, 0];
  for (const [i, list] of wanted.entries()) {
    const mine = found[i] as ArrayLike<number>;
    if (mine.length !== list.length) throw new RangeError("The arrays differ in length.");
    for (let k = 0; k < list.length; k++) {
      const want = list[k] as number;
      error += ((mine[k] as number) - want) ** 2;
      norm += want ** 2;
    }
  }
  return Math.sqrt(error / norm);
}
