import { checkOptions } from "@symplectic-adjoint/core";
import { add, dispose, reshape, slice, stack, sum, type Tensor } from "@tensorflow/tfjs-core";
import { activations } from "../networks/activation.js";
import { randomSource } from "../networks/random-source.js";
import type { EnergyFunction } from "./energy.js";
import { type HiddenOptions, hiddenTable, type Trainable } from "./network-options.js";
import { type Perceptron, perceptron } from "./perceptron.js";
import { checkPoints, rolled } from "./periodic-grid.js";

/** Options of {@link gridEnergy}. `hidden` is [200, 200] by default. */
export interface GridEnergyOptions extends HiddenOptions {}

/** Options of {@link gridNetwork}. `hidden` is [200, 200] by default. */
export interface GridNetworkOptions extends HiddenOptions {}

/** A network that moves a field on a periodic grid: see {@link gridNetwork}. */
export interface GridNetwork extends Trainable {
  /** du/dt, shape [batch, points]. */
  f(t: number, u: Tensor): Tensor;
}

/**
 * A network as the energy of a field on a periodic grid, the same for every point: H(u) = Σ_j h(u_{j−1}, u_j, u_{j+1})
 * (Matsubara, Ishikawa & Yaguchi, NeurIPS 2020, arXiv 1905.08604). Its gradient is written out:
 *
 *     g_j = ∇h(u_{j−1}, u_j, u_{j+1}),   ∂H/∂u_j = g_{j+1,1} + g_{j,2} + g_{j−1,3}.
 *
 * u has the shape [batch, points] or [points]. Initial weights are orthogonal, biases zero. For {@link gridDynamics}.
 *
 * @example
 * const energy = gridEnergy({ hidden: [200, 200], seed: 1 });
 * const f = gridDynamics(energy, { operator: "centralDifference", spacing: 0.2 });
 */
export function gridEnergy(options: GridEnergyOptions = {}): EnergyFunction & Trainable {
  checkOptions("gridEnergy", options, hiddenTable);
  const network = stencilNetwork(options);
  return {
    variables: network.variables,
    value: (u) => sum(pointwise(network.value(stencils(u)), u), -1),
    gradient(u) {
      const slopes = reshape(network.gradient(stencils(u)), [...u.shape, 3]);
      const begin = u.shape.map(() => 0);
      const of = (neighbour: number) =>
        reshape(slice(slopes, [...begin, neighbour], [...u.shape, 1]), u.shape);
      return add(add(rolled(of(0), 1), of(1)), rolled(of(2), -1));
    },
    dispose: () => dispose([...network.variables]),
  };
}

/**
 * The same network as the right-hand side itself, without an energy: du_j/dt = h(u_{j−1}, u_j, u_{j+1}); what
 * {@link gridEnergy} is compared with.
 *
 * @example
 * const { f, variables } = gridNetwork({ seed: 1 });
 * const us = odeintSymplecticAdjoint(f, tf.zeros([10, 50]), [0, 1], { parameters: [...variables] });
 */
export function gridNetwork(options: GridNetworkOptions = {}): GridNetwork {
  checkOptions("gridNetwork", options, hiddenTable);
  const network = stencilNetwork(options);
  return {
    variables: network.variables,
    f: (_t, u) => pointwise(network.value(stencils(u)), u),
    dispose: () => dispose([...network.variables]),
  };
}

function stencilNetwork(options: HiddenOptions): Perceptron {
  const { hidden = [200, 200], activation = "tanh", seed } = options;
  return perceptron([3, ...hidden, 1], activations[activation], randomSource(seed));
}

/** Each point with its neighbours: [batch, points] → [batch · points, 3]. */
function stencils(u: Tensor): Tensor {
  checkPoints(u);
  return reshape(stack([rolled(u, -1), u, rolled(u, 1)], -1), [-1, 3]);
}

function pointwise(values: Tensor, u: Tensor): Tensor {
  return reshape(values, u.shape);
}
