import { mlp } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { solveAsync } from "symplectic-adjoint";
import { test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { cotangentsOf, expectedGradients } from "./problems/expected-gradients.js";
import {
  initialParameters,
  initialState,
  type ProblemNumbers,
  splitRows,
} from "./problems/tensor-problem.js";
import { expectGradients } from "./support/expect-gradients.js";
import { exactStrategies } from "./support/strategies.js";
import { tensorFrom } from "./support/tensor-from.js";

const [BATCH, INPUTS, HIDDEN] = [2, 3, 4];
const times = [0, 0.5, 1];
const fixed = { method: "rk4", stepsPerInterval: 2 } as const;

const plain = mlp({ inputs: INPUTS, hidden: HIDDEN, batch: BATCH });

/** y' = tanh(y W1 + b1) W2 + b2. */
const network: ProblemNumbers = {
  onHost: mlp({
    ...{ inputs: INPUTS, hidden: HIDDEN, batch: BATCH },
    y0: plain.y0.map((value, i) => Math.fround(value + 0.1 * i)),
    parameters: plain.parameters.map(Math.fround),
  }),
  state: [[BATCH, INPUTS]],
  parameters: [[INPUTS, HIDDEN], [HIDDEN], [HIDDEN, INPUTS], [INPUTS]],
};

/** A layers model as f. Layers fuse a product, its bias and the activation into one kernel if no tape is recording. */
export function modelSuite({ tolerance, functionTolerance = tolerance }: EngineUnderTest): void {
  test.each(exactStrategies)(
    "A layers model has the gradients of float64 by $name",
    async ({ adjoint }) => {
      const model = tf.sequential({
        layers: [
          tf.layers.dense({ units: HIDDEN, inputShape: [INPUTS], activation: "tanh" }),
          tf.layers.dense({ units: INPUTS }),
        ],
      });
      model.setWeights(initialParameters(network));
      const [y0] = initialState(network) as [tf.Tensor];
      const cotangents = splitRows(
        cotangentsOf(network, times.length),
        network.state,
        times.length,
      );

      const solution = await solveAsync(model, y0, times, { ...fixed, adjoint: adjoint() });
      const gradients = await solution.pullbackAsync(tensorFrom(cotangents[0] as never));
      await expectGradients(
        { ys: [solution.ys], y0: [gradients.y0], parameters: gradients.parameters },
        expectedGradients(network, { adjoint }, times, fixed),
        { relative: 10 * functionTolerance },
      );
      solution.dispose();
    },
  );
}
