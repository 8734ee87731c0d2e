import { flattenTree, ParametersError, type Tree } from "@symplectic-adjoint/core";
import { Tensor } from "@tensorflow/tfjs-core";
import { faultOf } from "../fault-of.js";
import { repetitions } from "../kernels/adopt.js";
import {
  isModel,
  type LayerWeight,
  type TensorFunction,
  type TensorModel,
} from "./tensor-function.js";

/**
 * The parameters that the user named: those of the `parameters` option, or the trainable weights of f if it is a model.
 * Undefined where there is neither, and they are to be found. A weight of a layer counts as its variable, a model or a
 * layer as its trainable weights.
 *
 * @throws ParametersError for one that is not float32, is disposed, or is named twice, which would count its gradient
 * twice.
 */
export function givenParameters(
  func: TensorFunction,
  parameters: unknown,
): ReadonlyArray<Tensor> | undefined {
  if (parameters !== undefined) {
    const named = flattenTree(parameters as Tree<Named>, isNamed, "parameters").leaves;
    const tensors = named.flatMap(tensorsOf);
    const repeated = repetitions(tensors);
    for (const [i, tensor] of tensors.entries()) {
      check(tensor, i);
      if (repeated(tensor, i)) throw namedTwice(tensor, i, tensors.indexOf(tensor));
    }
    return tensors;
  }
  return isModel(func) ? tensorsOf(func) : undefined;
}

type Named = Tensor | LayerWeight | TensorModel;

function isNamed(value: unknown): value is Named {
  return isParameter(value) || isModel(value);
}

/** Layers that are used twice in a model list their weights twice. */
function tensorsOf(named: Named): Array<Tensor> {
  return isModel(named) ? [...new Set(named.trainableWeights.map(tensorOf))] : [tensorOf(named)];
}

function isParameter(value: unknown): value is Tensor | LayerWeight {
  if (value instanceof Tensor) return true;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { read, write } = value as { readonly read?: unknown; readonly write?: unknown };
  return typeof read === "function" && typeof write === "function";
}

function tensorOf(parameter: Tensor | LayerWeight): Tensor {
  return parameter instanceof Tensor ? parameter : parameter.read();
}

function check(tensor: Tensor, i: number): void {
  const fault = faultOf(tensor);
  if (fault === undefined) return;
  const integer = tensor.dtype === "int32" || tensor.dtype === "bool";
  const remedy = integer ? "Leave out what has no derivative." : fault.remedy;
  throw new ParametersError({ argument: `parameters[${i}]`, value: tensor, ...fault, remedy });
}

function namedTwice(tensor: Tensor, i: number, first: number): ParametersError {
  return new ParametersError({
    argument: `parameters[${i}]`,
    value: tensor,
    problem: `is the same as parameters[${first}]`,
    remedy: "Name every parameter once.",
  });
}
