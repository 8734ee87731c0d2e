import type { Tensor } from "@tensorflow/tfjs-core";

/** Frees results after an error. */
export function disposeAll(tensors: ReadonlyArray<Tensor>): void {
  for (const tensor of tensors) tensor.dispose();
}
