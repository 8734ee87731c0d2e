import { checkValue, functionRequirement, required } from "@symplectic-adjoint/core";
import { expandDims, matMul, type Scalar, squeeze, type Tensor } from "@tensorflow/tfjs-core";
import { having } from "../checks/requirements.js";
import type { ControlPath } from "./control-path.js";

const fieldRequirement = required(
  functionRequirement("Write (z) => tf.reshape(net.predict(z), [batch, hidden, channels]), say."),
);
const pathRequirement = having(
  ["evaluate", "derivative", "dispose"],
  "must be a path with the functions evaluate, derivative and dispose",
  "Write controlPath(times, values).",
);

/**
 * The equation of a neural controlled differential equation for the five functions, z' = F(z) dX/dt: a recurrent network in
 * continuous time, for series at irregular times (Kidger, Morrill, Foster & Lyons, NeurIPS 2020, arXiv 2005.08926).
 *
 * Compiled, with `@symplectic-adjoint/compile`, the values of a batch are an argument, and the coefficients of the path are
 * computed once for each solve:
 *
 *     const f = compiled(
 *       (t: tf.Scalar, z: tf.Tensor, values: tf.Tensor3D) =>
 *         neuralCde<tf.Scalar>(field, controlPath(times, values))(t, z),
 *       { time: "tensor" },
 *     );
 *     const zs = odeintSymplecticAdjoint(f.with(values), z0, [0, 3], { stepT: times });
 *
 * X is smooth between its times only: solve with `stepT: path.times`, and with `jumpT: path.times` if it is linear.
 *
 * @param field F(z, t): z has the shape [batch, hidden], the result [batch, hidden, channels].
 * @param path The control X.
 * @example
 * const path = controlPath(times, values);
 * const f = neuralCde((z) => tf.reshape(tf.tanh(tf.matMul(z, w)), [16, 8, 2]), path);
 * const zs = odeintSymplecticAdjoint(f, z0, [0, 3], { stepT: path.times });
 */
export function neuralCde<T extends number | Scalar = number>(
  field: (z: Tensor, t: T) => Tensor,
  path: ControlPath,
): (t: T, z: Tensor) => Tensor {
  checkValue("field", field, fieldRequirement);
  checkValue("path", path, pathRequirement);
  return (t, z) => squeeze(matMul(field(z, t), expandDims(path.derivative(t), 2)), [2]);
}
