import * as tf from "@tensorflow/tfjs";
import type { Found } from "../support/expect-gradients.js";
import type { PreparedProblem } from "./prepare-problem.js";

type Leaves = Array<tf.Tensor>;

/**
 * Gradients of the problem's loss in three ways: for the initial state by `tf.grads`, for the parameters by
 * `tf.variableGrads`, and for these again as the update of `minimize`, which changes them.
 *
 * @param integrate Maps the initial state to the outputs. Called three times, each time on a tape.
 */
export function gradientsOnTapes(
  { y0, variables, loss }: PreparedProblem,
  integrate: (y0: Leaves) => Leaves,
): ReadonlyArray<Found> {
  const fromY0 = tf.grads((...start) => loss(integrate(start)))(y0);

  const { grads } = tf.variableGrads(() => loss(integrate(y0)), variables);
  const parameters = variables.map(({ name }) => grads[name] as tf.Tensor);

  // With a learning rate of 1, the update is the gradient. Copies, because some engines assign to variables in place.
  const before = variables.map((variable) => tf.add(variable, 0));
  const optimizer = tf.train.sgd(1);
  optimizer.minimize(() => loss(integrate(y0)), false, variables);
  optimizer.dispose();
  const steps = variables.map((variable, i) => tf.sub(before[i] as tf.Tensor, variable));

  return [{ y0: fromY0 }, { parameters }, { parameters: steps }];
}
