import { flattenTree, ParametersError, type Tree } from "@symplectic-adjoint/core";
import { Tensor } from "@tensorflow/tfjs-core";
import { repetitions } from "../engine/lookup.js";
import { isModel, type LayerWeight, type TensorFunction } from "./tensor-function.js";

/**
 * The parameters that the user named: those of the `parameters` option (weights of layers count as their variables), or
 * the trainable weights of a model. Undefined where there is neither, and they are to be found.
 *
 * @throws ParametersError for one that is not float32, is disposed, or is named twice, which would count its gradient
 * twice.
 */
export function givenParameters(
  func: TensorFunction,
  parameters: Tree<Tensor> | undefined,
): ReadonlyArray<Tensor> | undefined {
  if (parameters !== undefined) {
    const named = flattenTree<Tensor | LayerWeight>(parameters, isParameter, "parameters").leaves;
    const tensors = named.map(tensorOf);
    const repeated = repetitions(tensors);
    for (const [i, tensor] of tensors.entries()) {
      check(tensor, i);
      if (repeated(tensor, i)) throw namedTwice(tensor, i, tensors.indexOf(tensor));
    }
    return tensors;
  }
  return isModel(func) ? [...new Set(func.trainableWeights.map(tensorOf))] : undefined;
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
  const fail = (problem: string, remedy: string): never => {
    throw new ParametersError({ argument: `parameters[${i}]`, value: tensor, problem, remedy });
  };
  if (tensor.dtype !== "float32") fail("must be float32", "Leave out what has no derivative.");
  if (tensor.isDisposed) fail("is disposed", "Pass variables that are alive.");
}

function namedTwice(tensor: Tensor, i: number, first: number): ParametersError {
  return new ParametersError({
    argument: `parameters[${i}]`,
    value: tensor,
    problem: `is the same as parameters[${first}]`,
    remedy: "Name every parameter once.",
  });
}
