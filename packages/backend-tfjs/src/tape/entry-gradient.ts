import { SecondDerivativeError, type TapeEntry } from "@symplectic-adjoint/core";
import { engine, type NamedTensorMap, type Tensor } from "@tensorflow/tfjs-core";
import { zeros } from "../kernels/kernels.js";
import { ownedHandles } from "../kernels/owned-handles.js";
import { pushNode } from "../tfjs-internals/push-node.js";
import { scoped } from "../tfjs-internals/scoped.js";
import type { NodeGradient } from "../tfjs-internals/tape-node.js";
import { withTape } from "../tfjs-internals/with-tape.js";

/**
 * The gradient function of an entry's node. The engine calls it on a copy of the node with only the relevant `inputs`,
 * so `this` determines the requested cotangents (all if absent).
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
  return ownedHandles(gradients, scope);
}

/**
 * Called if a tape records while the gradient runs, possibly to differentiate it. The gradients are correct; a node
 * connects them to everything they depend on, not only to the inputs requested now, and throws if and only if a
 * derivative passes through it.
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
