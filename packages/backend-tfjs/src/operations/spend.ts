import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Frees intermediates at once and hands the result on. A scope would free them too, but only after the last of them is
 * made, when all of them together weigh many states.
 */
export function spend(result: Tensor, ...used: ReadonlyArray<Tensor>): Tensor {
  for (const tensor of used) tensor.dispose();
  return result;
}
