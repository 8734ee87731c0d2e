import {
  checkOptions,
  checkValue,
  functionRequirement,
  must,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import { add, grad, mul, slice, sum, Tensor } from "@tensorflow/tfjs-core";
import { count } from "../checks/requirements.js";
import type { FlowField, FlowTime } from "./flow-field.js";

/** Options of {@link flowFunction}. */
export interface FlowFunctionOptions {
  /** Length of a row of z. */
  readonly dimension: number;
  /**
   * The variables that f reads; [] if there are none. Of a layers model: `model.trainableWeights.map((w) => w.read())`.
   * They remain yours: the field does not dispose of them.
   */
  readonly variables: ReadonlyArray<Tensor>;
}

const table: OptionTable = {
  dimension: required(count("dimension")),
  variables: required(
    must(
      (value) => Array.isArray(value) && Array.from(value).every(isUsable),
      "must be a list of float32 variables",
      "Write variables: [w, b], or [] if f reads none.",
    ),
  ),
} satisfies Record<keyof FlowFunctionOptions, unknown>;

/**
 * Any function f(t, z) of operations of TensorFlow.js as the field of a flow; its derivatives are computed by `tf.grad`.
 *
 * Use {@link flowNetwork} where its layers suffice: it is faster. Here the trace takes d + 1 evaluations and d backward
 * passes for d dimensions, a product with the Jacobian 2 and 1. Inside a solve of this library the gradients of these
 * derivatives are exact; outside, TensorFlow.js loses terms of second derivatives, so differentiate within a solve only.
 *
 * @param f f(t, z): z has the shape [batch, dimension], and so has the result. Rows must not depend on one another. t is a
 * number, or a scalar tensor if the end time is trained; `tf.mul` and `tf.add` take both.
 * @example
 * const w = tf.variable(tf.tensor2d([[0, 1], [-1, 0]]));
 * const field = flowFunction((t, z) => tf.tanh(tf.matMul(z, w)), { dimension: 2, variables: [w] });
 */
export function flowFunction(
  f: (t: FlowTime, z: Tensor) => Tensor,
  options: FlowFunctionOptions,
): FlowField {
  checkValue(
    "f",
    f,
    required(functionRequirement("Write flowFunction((t, z) => tf.tanh(z), { … }).")),
  );
  checkOptions("flowFunction", options, table);
  const { dimension, variables } = options;
  return {
    dimension,
    variables: [...variables],
    evaluate: f,
    jacobianProduct: (t, z, vector) => ({
      value: f(t, z),
      product: grad((at: Tensor) => sum(mul(f(t, at), vector)))(z),
    }),
    divergence(t, z) {
      let trace: Tensor | undefined;
      for (let i = 0; i < dimension; i++) {
        const entry = column(grad((at: Tensor) => sum(column(f(t, at), i)))(z), i);
        trace = trace === undefined ? entry : add(trace, entry);
      }
      return { value: f(t, z), trace: trace as Tensor };
    },
    dispose() {},
  };
}

/** Column i, shape [batch, 1]. */
function column(z: Tensor, i: number): Tensor {
  return slice(z, [0, i], [z.shape[0] as number, 1]);
}

function isUsable(value: unknown): boolean {
  return value instanceof Tensor && !value.isDisposed && value.dtype === "float32";
}
