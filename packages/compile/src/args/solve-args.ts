import type { Tensor } from "@tensorflow/tfjs-core";
import type { TraceRequest } from "../trace/traced-function.js";

/** The further arguments of all functions of a solve. A tensor that is passed twice is one argument. */
export interface SolveArgs {
  /** Each tensor once, in the order of the functions, f first. */
  readonly tensors: ReadonlyArray<Tensor>;
  /** For each function, the indices of its arguments among `tensors`. */
  readonly places: ReadonlyArray<ReadonlyArray<number>>;
  /** How errors name them, in the order of `tensors`: "args[1]", "save: args[0]". */
  readonly names: ReadonlyArray<string>;
}

/** Collects the further arguments of the functions of a solve. */
export function solveArgs(request: Pick<TraceRequest, "args" | "functions">): SolveArgs {
  const tensors: Array<Tensor> = [];
  const names: Array<string> = [];
  const placesOf = (args: ReadonlyArray<Tensor> = [], prefix = ""): ReadonlyArray<number> =>
    args.map((tensor, i) => {
      const known = tensors.indexOf(tensor);
      if (known !== -1) return known;
      names.push(`${prefix}args[${i}]`);
      return tensors.push(tensor) - 1;
    });
  const places = [
    placesOf(request.args),
    ...(request.functions ?? []).map(({ name, args }) => placesOf(args, `${name}: `)),
  ];
  return { tensors, places, names };
}
