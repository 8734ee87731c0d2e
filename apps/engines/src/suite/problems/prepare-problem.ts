import * as tf from "@tensorflow/tfjs";
import type { Solution } from "symplectic-adjoint";
import type { Found } from "../support/expect-gradients.js";
import { tensorFrom } from "../support/tensor-from.js";
import { cotangentsOf } from "./expected-gradients.js";
import {
  initialParameters,
  initialState,
  splitRows,
  type TensorProblem,
} from "./tensor-problem.js";

type Leaves = Array<tf.Tensor>;

/** A problem on the active engine. */
export interface PreparedProblem {
  readonly f: (t: number, y: Leaves) => Leaves;
  readonly y0: Leaves;
  readonly variables: Array<tf.Variable>;
  /** Of all outputs, in the shapes of the solution. */
  readonly cotangents: Leaves;
  /** Reads the outputs of a solution, and its gradients for these cotangents, in the order of the problem. */
  pulledBack(solution: Solution<tf.Tensor, Leaves>): Promise<Required<Found>>;
  /** Σ cotangents ∘ ys. */
  loss(ys: Leaves): tf.Scalar;
}

/** Uploads the numbers of a problem, and cotangents of `rows` outputs, to the engine. */
export function prepareProblem(problem: TensorProblem, rows: number): PreparedProblem {
  const variables = initialParameters(problem).map((parameter) => tf.variable(parameter));
  const flat = cotangentsOf(problem, rows);
  const cotangents = splitRows(flat, problem.state, rows).map(tensorFrom);
  return {
    f: problem.withParameters(variables),
    y0: initialState(problem),
    variables,
    cotangents,
    async pulledBack({ ys, parameters, pullbackAsync }) {
      const gradients = await pullbackAsync(cotangents);
      // The solver finds the parameters in the order in which f reads them.
      const order = variables.map((variable) => parameters.indexOf(variable));
      return {
        ys,
        y0: gradients.y0,
        parameters: order.map((i) => gradients.parameters[i] as tf.Tensor),
      };
    },
    loss: (ys) =>
      tf.addN(ys.map((leaf, i) => tf.sum(tf.mul(leaf, cotangents[i] as tf.Tensor)))) as tf.Scalar,
  };
}
