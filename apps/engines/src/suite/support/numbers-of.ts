import type { Tensor } from "@tensorflow/tfjs-core";

/** The values of a tensor, read asynchronously, which works on every engine. */
export async function numbersOf(tensor: Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data());
}
