import { flattenTree, ParametersError, type Tree } from "@symplectic-adjoint/core";
import { Tensor } from "@tensorflow/tfjs-core";
import { faultOf } from "../fault-of.js";
import { duplicateFinder } from "../kernels/owned-handles.js";
import {
  isModel,
  type LayerWeight,
  type TensorFunction,
  type TensorModel,
} from "./tensor-function.js";

/**
 * The parameters given by the user: the option `parameters`, or the trainable weights of f if it is a model; undefined
 * if they must be traced. The weight of a layer stands for its variable, a model or a layer for its trainable weights.
 *
 * @throws ParametersError if one is not float32, is disposed, or is listed twice (its gradient would be doubled).
 */
export function givenParameters(
  func: TensorFunction,
  parameters: unknown,
): ReadonlyArray<Tensor> | undefined {
  if (parameters !== undefined) {
    const named = flattenTree(
      parameters as Tree<GivenParameter>,
      isGivenParameter,
      "parameters",
    ).leaves;
    const tensors = named.flatMap(tensorsOf);
    const repeated = duplicateFinder(tensors);
    for (const [i, tensor] of tensors.entries()) {
      check(tensor, i);
      if (repeated(tensor, i)) throw duplicateParameter(tensor, i, tensors.indexOf(tensor));
    }
    return tensors;
  }
  return isModel(func) ? tensorsOf(func) : undefined;
}

type GivenParameter = Tensor | LayerWeight | TensorModel;

function isGivenParameter(value: unknown): value is GivenParameter {
  return isParameter(value) || isModel(value);
}

/** Layers that are used twice in a model list their weights twice. */
function tensorsOf(named: GivenParameter): Array<Tensor> {
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
  const remedy = integer ? "Omit tensors without a derivative." : fault.remedy;
  throw new ParametersError({ argument: `parameters[${i}]`, value: tensor, ...fault, remedy });
}

function duplicateParameter(tensor: Tensor, i: number, first: number): ParametersError {
  return new ParametersError({
    argument: `parameters[${i}]`,
    value: tensor,
    problem: `is the same as parameters[${first}]`,
    remedy: "List every parameter once.",
  });
}
