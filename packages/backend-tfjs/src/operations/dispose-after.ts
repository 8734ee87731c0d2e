import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Disposes of intermediates immediately and returns the result. A scope would free them only at its end, when together
 * they take the memory of many states.
 */
export function disposeAfter(result: Tensor, ...used: ReadonlyArray<Tensor>): Tensor {
  for (const tensor of used) tensor.dispose();
  return result;
}
