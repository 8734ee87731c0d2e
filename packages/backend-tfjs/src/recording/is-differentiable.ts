import type { Tensor } from "@tensorflow/tfjs-core";

/** Integers and booleans carry no derivative. */
export function isDifferentiable({ dtype }: Tensor): boolean {
  return dtype === "float32" || dtype === "complex64";
}
