import type { Tensor } from "@tensorflow/tfjs-core";

/** Frees what was made before something failed. */
export function disposeAll(tensors: ReadonlyArray<Tensor>): void {
  for (const tensor of tensors) tensor.dispose();
}
