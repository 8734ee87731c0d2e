import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { ownedHandles } from "../kernels/owned-handles.js";
import { scoped } from "../tfjs-internals/scoped.js";
import type { TapeNode } from "../tfjs-internals/tape-node.js";
import { explainGradientFailure, missingGradient } from "./gradient-errors.js";

/**
 * Computes the cotangents of some of a node's inputs from those of its outputs (null: zero), with the registered
 * gradient or that of `tf.customGrad`. Intermediates are freed.
 */
export function nodeGradients(
  node: TapeNode,
  names: ReadonlyArray<string>,
  cotangents: ReadonlyArray<Tensor | null>,
): Array<Tensor> {
  if (node.gradient === undefined) throw missingGradient(node.kernelName);
  try {
    return scoped((scope) => {
      const gradients = node.gradient?.(cotangents) ?? {};
      const wanted = names.map((name) => checked(node, name, gradients[name]));
      // A gradient may return the cotangent itself or a saved tensor.
      return ownedHandles(wanted, scope);
    });
  } catch (error) {
    throw explainGradientFailure(error, node.kernelName);
  }
}

function checked(node: TapeNode, name: string, gradient: (() => Tensor) | undefined): Tensor {
  if (gradient === undefined) {
    throw invalidGradient(node, name, "is missing");
  }
  const tensor = gradient();
  const { shape } = node.inputs[name] as Tensor;
  const fits = tensor.shape.length === shape.length && tensor.shape.every((n, i) => n === shape[i]);
  if (fits && tensor.dtype === "float32") return tensor;
  const got = `${tensor.dtype} [${tensor.shape.join(", ")}]`;
  throw invalidGradient(node, name, `is ${got}, but the input is float32 [${shape.join(", ")}]`);
}

function invalidGradient(node: TapeNode, name: string, problem: string): InvalidDynamicsError {
  return new InvalidDynamicsError({
    argument: `The gradient of the operation ${node.kernelName} in f for its input ${name}`,
    problem,
    remedy: "Correct the function passed to tf.customGrad or tf.registerGradient.",
  });
}
