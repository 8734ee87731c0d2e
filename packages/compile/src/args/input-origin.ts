import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Where the values of an input of programs come from: from a tensor, the same in each solve, or from the further argument
 * with this index, which is another tensor in each. So programs keep no argument of an earlier solve alive.
 */
export type InputOrigin = Tensor | number;

/** The origin of an input that was traced with these arguments. */
export function originOf(tensor: Tensor, args: ReadonlyArray<Tensor>): InputOrigin {
  const index = args.indexOf(tensor);
  return index === -1 ? tensor : index;
}

/** The tensor of an input in a solve with these arguments. */
export function tensorOf(origin: InputOrigin, args: ReadonlyArray<Tensor>): Tensor {
  return typeof origin === "number" ? (args[origin] as Tensor) : origin;
}
