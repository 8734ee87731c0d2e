import { checkOptions, type OptionTable, required } from "@symplectic-adjoint/core";
import { dispose, squeeze } from "@tensorflow/tfjs-core";
import { count } from "../checks/requirements.js";
import { activations } from "../networks/activation.js";
import { randomSource } from "../networks/random-source.js";
import type { EnergyFunction } from "./energy.js";
import { type HiddenOptions, hiddenTable, type Trainable } from "./network-options.js";
import { perceptron } from "./perceptron.js";

/** Options of {@link energyNetwork}. `hidden` is [200] by default. */
export interface EnergyNetworkOptions extends HiddenOptions {
  /** Length of a row of y: for (q, p) an even number. */
  readonly inputs: number;
}

const table: OptionTable = {
  inputs: required(count("inputs")),
  ...hiddenTable,
} satisfies Record<keyof EnergyNetworkOptions, unknown>;

/**
 * A network as the energy H(y) of a system, for {@link hamiltonian}: hidden layers, and a linear output without bias. Its
 * gradient for y is written out, so that a solve needs first derivatives of ordinary operations only. Initial weights are
 * orthogonal, biases zero.
 *
 * @example
 * const energy = energyNetwork({ inputs: 2, hidden: [200] });
 * const ys = odeintSymplecticAdjoint(hamiltonian(energy), tf.tensor2d([[1, 0]]), [0, 1]);
 */
export function energyNetwork(options: EnergyNetworkOptions): EnergyFunction & Trainable {
  checkOptions("energyNetwork", options, table);
  const { inputs, hidden = [200], activation = "tanh", seed } = options;
  const network = perceptron([inputs, ...hidden, 1], activations[activation], randomSource(seed));
  return {
    variables: network.variables,
    value: (y) => squeeze(network.value(y), [1]),
    gradient: (y) => network.gradient(y),
    dispose: () => dispose([...network.variables]),
  };
}
