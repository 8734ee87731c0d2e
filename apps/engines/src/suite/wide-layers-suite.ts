import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import { mlp } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { split } from "./problems/tensor-problem.js";
import { dynamicsOf } from "./support/dynamics-of.js";
import { expectClose } from "./support/expect-close.js";
import { tensorFrom } from "./support/tensor-from.js";

/** Sizes that are multiples of no block size of any kernel, and multiples. */
const sizes: ReadonlyArray<readonly [batch: number, inputs: number, hidden: number]> = [
  [1, 2, 16],
  [33, 17, 65],
  [64, 2, 64],
  [70, 64, 130],
];

/** Networks of realistic width: kernels use other code paths than for a dozen numbers. */
export function wideLayersSuite(
  { tolerance, functionTolerance = tolerance }: EngineUnderTest,
  inUse: () => EngineInUse,
): void {
  describe("The vector–Jacobian product of a network of two layers", () => {
    test.each(sizes)(
      "is right for a batch of %i, %i inputs and %i hidden units.",
      async (batch, inputs, hidden) => {
        const problem = mlp({ inputs, hidden, batch });
        const shapes = [[inputs, hidden], [hidden], [hidden, inputs], [inputs]];
        const numbers = (count: number, phase: number) =>
          Float64Array.from({ length: count }, (_, i) => Math.fround(Math.sin(phase + 1.7 * i)));
        const y = numbers(batch * inputs, 1);
        const cotangent = numbers(batch * inputs, 2);
        // Keeps sums of this many products near 1, where tanh is nonlinear.
        const parameters = numbers(problem.parameters.length, 3).map((p) =>
          Math.fround(p / Math.sqrt(hidden)),
        );

        const [yBar, parametersBar] = [
          new Float64Array(y.length),
          new Float64Array(parameters.length),
        ];
        problem.vjp(0, y, parameters, cotangent, yBar, parametersBar);

        const tensorOfState = (values: Float64Array) =>
          tensorFrom({ shape: [batch, inputs], values });
        const variables = split(parameters, shapes).map((part) => tf.variable(tensorFrom(part)));
        const [w1, b1, w2, b2] = variables as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
        const f = (_t: number, x: tf.Tensor) =>
          tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(x, w1), b1)), w2), b2);
        const state = tensorOfState(y);
        const dynamics = dynamicsOf(f, state, inUse().backend, variables);
        const pulled = dynamics.pullback(0, [state], [tensorOfState(cotangent)], [0, 1, 2, 3]);
        const expected = [yBar, ...split(parametersBar, shapes).map(({ values }) => values)];
        const found = [...pulled.y, ...pulled.parameters];
        // Sums of n terms of either sign grow like √n, their rounding errors like n.
        const bound = { relative: functionTolerance * Math.sqrt(Math.max(batch, hidden)) };
        for (const [i, gradient] of found.entries()) {
          await expectClose(gradient, expected[i] as Float64Array, bound, `gradient ${i}`);
        }
      },
    );
  });
}
