import type { OdeintOptions } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import { type Comparison, compareFunctions } from "../comparison/compare-functions.js";
import type { Problem } from "../comparison/problem.js";
import type { PartContext } from "../framework/experiment.js";
import { valuesOf } from "../plain/values-of.js";
import { type FlowModel, flowModel } from "./flow-model.js";
import { plainFlowGradient } from "./plain-flow.js";

/** Sizes of a comparison. */
export interface FlowComparisonOptions extends Pick<PartContext, "signal" | "progress"> {
  /** Rows of the batch, and of the smaller one on which gradients are compared. */
  readonly batch: number;
  readonly accuracyBatch: number;
  /** Rows for any batch size, one after another. */
  readonly rowsOf: (batch: number) => Float32Array;
  /** The options of the model's solves. */
  readonly solves: OdeintOptions;
  readonly limit?: number;
  readonly runs?: number;
}

const NOISE = 77;

/** Differentiates the loss of a flow by each of the five functions. */
export async function compareFlow(
  model: FlowModel,
  { batch, accuracyBatch, rowsOf, solves, ...options }: FlowComparisonOptions,
): Promise<Comparison> {
  const { dimension, variables } = model;
  const problemOn = (of: FlowModel, rows: number): Problem & { dispose(): void } => {
    const x = tf.tensor2d(rowsOf(rows), [rows, dimension]);
    return {
      variables: of.variables,
      loss: (odeint) => of.loss(x, NOISE, odeint),
      dispose: () => x.dispose(),
    };
  };
  const small = rowsOf(accuracyBatch);
  const noise = tf.randomNormal([accuracyBatch, dimension], 0, 1, "float32", NOISE);
  const [noiseValues] = (await valuesOf([noise])) as [Float64Array];
  noise.dispose();
  const values = await valuesOf(variables);
  const { gradient } = plainFlowGradient(model, values, Float64Array.from(small), noiseValues);
  const [problem, accurate] = [problemOn(model, batch), problemOn(model, accuracyBatch)];
  const { rtol: _, atol: __, ...rest } = solves;
  try {
    return await compareFunctions(problem, {
      batch,
      accuracy: { batch: accuracyBatch, problem: accurate, reference: gradient },
      sized: {
        solves: model.blocks,
        sized(rows, stepsPerInterval) {
          // Weights do not matter for memory.
          const equal = flowModel(model, { ...rest, stepsPerInterval });
          const sized = problemOn(equal, rows);
          return { ...sized, dispose: () => [sized.dispose(), equal.flow.dispose()] };
        },
      },
      ...options,
    });
  } finally {
    problem.dispose();
    accurate.dispose();
  }
}
