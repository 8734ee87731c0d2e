import type { Tensor } from "@tensorflow/tfjs-core";
import { solveArgs } from "../../args/solve-args.js";
import { zeros } from "../../imports/tfjs-core.js";
import { isVariable } from "../../tensors.js";
import type { TraceRequest } from "../traced-function.js";
import { refuseAssignment } from "./refuse-side-effects.js";

/** Tensors with which functions are traced in place of their further arguments. */
export interface StandIns {
  /** The request with stand-ins for arguments. */
  readonly request: TraceRequest;
  /** The argument that a tensor stands for; undefined if it is no stand-in. */
  originalOf(tensor: Tensor): Tensor | undefined;
  /** How errors name a tensor that is itself an argument; undefined if it is none. */
  nameOf(tensor: Tensor): string | undefined;
  dispose(): void;
}

/**
 * Makes a stand-in for each argument, so that what a function reads through a parameter differs from what it captured. Each
 * has a buffer of its own, of zeros: arguments may share theirs, and buffers are all that gradients know of what they save.
 */
export function standIns(request: TraceRequest): StandIns {
  const { tensors, places, names } = solveArgs(request);
  const made = tensors.map(standInFor);
  const originals = new Map(made.map(({ id }, i) => [id, tensors[i] as Tensor]));
  const namesById = new Map(tensors.map(({ id }, i) => [id, names[i] as string]));
  const argsOf = (function_: number): ReadonlyArray<Tensor> =>
    (places[function_] ?? []).map((place) => made[place] as Tensor);
  return {
    request: {
      ...request,
      args: argsOf(0),
      functions: request.functions?.map((one, i) => ({ ...one, args: argsOf(i + 1) })),
    },
    originalOf: ({ id }) => originals.get(id),
    nameOf: ({ id }) => namesById.get(id),
    dispose() {
      for (const tensor of made) tensor.dispose();
    },
  };
}

function standInFor(tensor: Tensor): Tensor {
  const made = zeros(tensor.shape, tensor.dtype);
  // Not a variable itself, which TensorFlow.js would list with its own.
  if (isVariable(tensor)) Object.defineProperty(made, "assign", { value: refuseAssignment });
  return made;
}
