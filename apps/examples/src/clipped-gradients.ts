import * as tf from "@tensorflow/tfjs";

/** A loss and its gradients, in the form that optimizers apply. */
export interface LossGradients {
  readonly loss: tf.Scalar;
  readonly gradients: Array<{ readonly name: string; readonly tensor: tf.Tensor }>;
}

/**
 * Gradients of a scalar function, clipped by their global norm to at most `longest`. Otherwise one diverging trajectory
 * early in the training could displace the parameters permanently.
 */
export function clippedGradients(
  loss: () => tf.Scalar,
  variables: ReadonlyArray<tf.Variable>,
  longest: number,
): LossGradients {
  const { value, grads } = tf.variableGrads(loss, [...variables]);
  const tensors = tf.tidy(() => {
    const all = variables.map(({ name }) => grads[name] as tf.Tensor);
    const length = tf.sqrt(tf.addN(all.map((gradient) => tf.sum(tf.square(gradient)))));
    const factor = tf.minimum(1, tf.div(longest, length));
    return all.map((gradient) => tf.mul(gradient, factor));
  });
  tf.dispose(grads);
  const gradients = variables.map(({ name }, i) => ({ name, tensor: tensors[i] as tf.Tensor }));
  return { loss: value, gradients };
}
