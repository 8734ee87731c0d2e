import type { OdeintOptions } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import type { Problem, SizedProblem } from "../comparison/problem.js";
import { type FlowModel, type FlowSizes, flowModel } from "./flow-model.js";

/** Seed of the noise of all losses that are compared. */
export const NOISE = 77;

/** The loss of a flow on rows; frees the rows. */
export function flowProblem(
  { dimension, variables, compiles, loss }: FlowModel,
  rows: Float32Array,
): Problem & { dispose(): void } {
  const x = tf.tensor2d(rows, [rows.length / dimension, dimension]);
  return {
    ...{ variables, compiles, loss: (odeint) => loss(x, NOISE, odeint) },
    dispose: () => x.dispose(),
  };
}

/** Flows of any batch and number of steps; their weights, which do not matter for memory, are new. */
export function flowOfSize(
  sizes: FlowSizes,
  rowsOf: (batch: number) => Float32Array,
  options: Pick<OdeintOptions, "method">,
): SizedProblem {
  return {
    solves: sizes.blocks,
    sized(rows, stepsPerInterval) {
      const model = flowModel(sizes, { ...options, stepsPerInterval });
      const problem = flowProblem(model, rowsOf(rows));
      const dispose = () => {
        problem.dispose();
        model.flow.dispose();
      };
      return { ...problem, dispose };
    },
  };
}
