import {
  checkOptions,
  checkValue,
  must,
  type OptionTable,
  type Requirement,
} from "@symplectic-adjoint/core";
import { mul, neg, type Scalar, square, sum, Tensor } from "@tensorflow/tfjs-core";
import { having } from "../checks/requirements.js";
import type { FlowField, FlowTime } from "./flow-field.js";

/** The state of a flow: z [batch, dimension] and the change of its log-density ℓ [batch, 1]. */
export type FlowState = [z: Tensor, l: Tensor];

/** The state with the penalties ∫‖f‖² dt and ∫‖(∂f/∂z) ε‖² dt, both [batch, 1]. */
export type PenalisedFlowState = [z: Tensor, l: Tensor, kinetic: Tensor, jacobian: Tensor];

/** Options of {@link cnfDynamics}. */
export interface CnfDynamicsOptions {
  /**
   * Vectors ε, shape [batch, dimension], to estimate the trace by ε·(∂f/∂z)ε. Draw them once for each solve, outside of f:
   * standard normal, or ±1. Default: the exact trace.
   */
  readonly noise?: Tensor | undefined;
  /** A trained end time T: integrate from 0 to 1, where f is T·f(T·s, z). Default: time is not scaled. */
  readonly endTime?: Scalar | undefined;
}

const table: OptionTable = {
  noise: tensorOption(2, "Write noise: tf.randomNormal([batch, dimension]), or leave it out."),
  endTime: tensorOption(0, "Write endTime: tf.variable(tf.scalar(1)), or leave it out."),
} satisfies Record<keyof CnfDynamicsOptions, unknown>;

export const fieldRequirement: Requirement = having(
  ["evaluate", "divergence", "jacobianProduct", "dispose"],
  "must be a field with the functions evaluate, divergence, jacobianProduct and dispose",
  "Write flowNetwork({ dimension: 2 }), say.",
);

/**
 * The equation of a continuous normalizing flow for the five functions: the state is [z, ℓ] with
 *
 *     z' = f(t, z),   ℓ' = −tr ∂f/∂z,
 *
 * so that log p(z(0)) = log p(z(T)) − (ℓ(T) − ℓ(0)) (Chen et al., NeurIPS 2018, arXiv 1806.07366). With `noise`, a state of
 * four tensors also integrates the penalties of Finlay et al. (ICML 2020, arXiv 2002.02798): ‖f‖² and ‖(∂f/∂z)ε‖², whose
 * mean is the squared Frobenius norm. They cost nothing more than the sums.
 *
 * List `parameters: field.variables` in the options of the solve: otherwise the noise would be differentiated too.
 *
 * @example
 * const f = cnfDynamics(field);
 * const [z, l] = odeintSymplecticAdjoint(f, [x, tf.zeros([100, 1])], [0, 1], { parameters: field.variables });
 * @example
 * // Compiled once, with the noise as an argument.
 * const compiledF = compiled(
 *   (t: tf.Scalar, y: FlowState, noise: tf.Tensor) => cnfDynamics(field, { noise })(t, y),
 *   { time: "tensor" },
 * );
 * const ys = odeintSymplecticAdjoint(compiledF.with(noise), [x, tf.zeros([100, 1])], [0, 1], { parameters: field.variables });
 */
export function cnfDynamics(
  field: FlowField,
  options: CnfDynamicsOptions = {},
): <State extends FlowState | PenalisedFlowState>(t: FlowTime, state: State) => State {
  checkValue("field", field, fieldRequirement);
  checkOptions("cnfDynamics", options, table);
  const { noise, endTime } = options;
  return (t, state) => flowRates(field, t, state, noise, endTime);
}

/** The equation of {@link cnfDynamics}. */
export function flowRates<State extends FlowState | PenalisedFlowState>(
  field: FlowField,
  t: FlowTime,
  state: State,
  noise: Tensor | undefined,
  endTime: Scalar | undefined,
): State {
  const [z] = state;
  const scaled = endTime === undefined ? t : (mul(endTime, t) as Scalar);
  const rates = ratesAt(field, scaled, z, noise, state.length === 4);
  return (endTime === undefined ? rates : rates.map((rate) => mul(rate, endTime))) as State;
}

function ratesAt(
  field: FlowField,
  t: FlowTime,
  z: Tensor,
  noise: Tensor | undefined,
  penalised: boolean,
): Array<Tensor> {
  if (noise === undefined) {
    const { value, trace } = field.divergence(t, z);
    return [value, neg(trace)];
  }
  const { value, product } = field.jacobianProduct(t, z, noise);
  const rates = [value, neg(rowSum(mul(noise, product)))];
  return penalised ? [...rates, rowSum(square(value)), rowSum(square(product))] : rates;
}

function rowSum(x: Tensor): Tensor {
  return sum(x, 1, true);
}

function tensorOption(rank: number, remedy: string): Requirement {
  return must(
    (value) =>
      value instanceof Tensor &&
      !value.isDisposed &&
      value.dtype === "float32" &&
      value.rank === rank,
    `must be a float32 tensor of rank ${rank}`,
    remedy,
  );
}
