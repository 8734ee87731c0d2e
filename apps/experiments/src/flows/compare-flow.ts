import type { OdeintOptions } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import {
  type Comparison,
  type ComparisonOptions,
  compareFunctions,
} from "../comparison/compare-functions.js";
import { valuesOf } from "../plain/values-of.js";
import type { FlowModel } from "./flow-model.js";
import { flowOfSize, flowProblem, NOISE } from "./flow-of-size.js";
import { plainFlowGradient } from "./plain-flow.js";

/** Sizes of a comparison. */
export interface FlowComparisonOptions extends Omit<ComparisonOptions, "sized" | "accuracy"> {
  /** Rows on which gradients are compared with double precision. */
  readonly accuracyBatch: number;
  /** Rows for any batch size, one after another. */
  readonly rowsOf: (batch: number) => Float32Array;
  /** The options of the model's solves. */
  readonly solves: OdeintOptions;
}

/** Differentiates the loss of a flow by each of the five functions. */
export async function compareFlow(
  model: FlowModel,
  { accuracyBatch, rowsOf, solves, ...options }: FlowComparisonOptions,
): Promise<Comparison> {
  const few = rowsOf(Math.max(accuracyBatch, 1));
  const problem = flowProblem(model, rowsOf(options.batch));
  const accurate = flowProblem(model, few);
  try {
    return await compareFunctions(problem, {
      ...options,
      accuracy: {
        batch: few.length / model.dimension,
        problem: accurate,
        ...(accuracyBatch > 0 && { reference: await exactGradient(model, few) }),
      },
      sized: flowOfSize(model, rowsOf, { method: solves.method }),
    });
  } finally {
    problem.dispose();
    accurate.dispose();
  }
}

async function exactGradient(
  model: FlowModel,
  rows: Float32Array,
): Promise<ReadonlyArray<Float64Array>> {
  const shape: [number, number] = [rows.length / model.dimension, model.dimension];
  const noise = tf.randomNormal(shape, 0, 1, "float32", NOISE);
  const [noiseValues] = (await valuesOf([noise])) as [Float64Array];
  noise.dispose();
  const values = await valuesOf(model.variables);
  return plainFlowGradient(model, values, Float64Array.from(rows), noiseValues).gradient;
}
