import { SecondDerivativeError, type TapeEntry } from "@symplectic-adjoint/core";
import { engine, type NamedTensorMap, type Tensor } from "@tensorflow/tfjs-core";
import { adopt } from "../kernels/adopt.js";
import { zeros } from "../kernels/kernels.js";
import { pushNode } from "../tfjs-internals/push-node.js";
import { scoped } from "../tfjs-internals/scoped.js";
import type { NodeGradient } from "../tfjs-internals/tape-node.js";
import { withTape } from "../tfjs-internals/with-tape.js";

/**
 * The gradient function of an entry's node. The engine calls it on a copy of the node whose `inputs` are only those that
 * matter, so `this` tells which cotangents are wanted; without it, all are.
 */
export function entryGradient(entry: TapeEntry<Tensor>, all: NamedTensorMap): NodeGradient {
  return function gradient(this, cotangents) {
    const inputs = this?.inputs ?? all;
    const names = Object.keys(inputs);
    const gradients = withTape(null, () =>
      scoped((scope) => pull(entry, inputs, cotangents, scope)),
    );
    if (engine().isTapeOn()) refuseSecondDerivative(entry.name, all, cotangents, gradients);
    return Object.fromEntries(names.map((name, i) => [name, () => gradients[i] as Tensor]));
  };
}

function pull(
  entry: TapeEntry<Tensor>,
  inputs: NamedTensorMap,
  cotangents: ReadonlyArray<Tensor | null>,
  scope: number,
): Array<Tensor> {
  const wanted = entry.inputs.map((_, i) => String(i) in inputs);
  const given = cotangents.map((cotangent) => cotangent ?? undefined);
  const results = entry.pullback(given, wanted);
  const gradients = Object.entries(inputs).map(([name, input]) => {
    return results[Number(name)] ?? zeros(input.shape);
  });
  return adopt(gradients, scope);
}

/**
 * Somebody records while our gradient runs: perhaps to differentiate it. The gradients are right; a node that leads to
 * them from everything they depend on, not only from the inputs that matter now, throws if, and only if, a derivative really passes through it.
 */
function refuseSecondDerivative(
  name: string,
  inputs: NamedTensorMap,
  cotangents: ReadonlyArray<Tensor | null>,
  gradients: Array<Tensor>,
): void {
  const dependsOn: NamedTensorMap = { ...inputs };
  for (const [i, cotangent] of cotangents.entries()) {
    if (cotangent !== null) dependsOn[`cotangent${i}`] = cotangent;
  }
  pushNode({
    kernelName: `${name}Gradient`,
    inputs: dependsOn,
    outputs: gradients,
    saved: [],
    gradient: () => {
      throw new SecondDerivativeError({
        argument: `The gradient of ${name}`,
        problem:
          "was differentiated again, which the gradient methods of this library do not support",
        remedy:
          "Differentiate once; or write the solver's steps with TensorFlow.js operations, and differentiate those.",
      });
    },
  });
}
