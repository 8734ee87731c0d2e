// Continuous normalizing flows

export { type Cnf, cnf } from "./flows/cnf.js";
export {
  type CnfDynamicsOptions,
  cnfDynamics,
  type FlowState,
  type PenalisedFlowState,
} from "./flows/cnf-dynamics.js";
export type { CnfLossOptions, CnfOptions, CnfSampleOptions } from "./flows/cnf-options.js";
export type { FlowField, FlowTime } from "./flows/flow-field.js";
export { type FlowFunctionOptions, flowFunction } from "./flows/flow-function.js";
export type { FlowLayerKind } from "./flows/flow-layer.js";
export { type FlowNetworkOptions, flowNetwork } from "./flows/flow-network.js";

// Parts that models share

export type { ActivationName } from "./networks/activation.js";
export type { Compile, CompiledDynamics } from "./solving/compile.js";
export type { Odeint, OdeintChoice, OdeintOptions } from "./solving/odeint-choice.js";

// Hamiltonian systems

export type { Energy, EnergyFunction } from "./hamiltonian/energy.js";
export { type EnergyNetworkOptions, energyNetwork } from "./hamiltonian/energy-network.js";
export { type GridDynamicsOptions, gridDynamics } from "./hamiltonian/grid-dynamics.js";
export {
  type GridEnergyOptions,
  type GridNetwork,
  type GridNetworkOptions,
  gridEnergy,
  gridNetwork,
} from "./hamiltonian/grid-energy.js";
export { type HamiltonianOptions, hamiltonian } from "./hamiltonian/hamiltonian.js";
export type { HiddenOptions, Trainable } from "./hamiltonian/network-options.js";
export { centralDifference, secondDifference } from "./hamiltonian/periodic-grid.js";

// A layer for tf.layers

export { odeBlock, registerOdeBlock } from "./layers/ode-block.js";
export type { OdeBlockArgs, OdeBlockSolve, OdeintName } from "./layers/ode-block-options.js";

// Series at irregular times

export {
  type ControlPath,
  type ControlPathOptions,
  controlPath,
} from "./controlled/control-path.js";
export { neuralCde } from "./controlled/neural-cde.js";
export { irregularSeries, type Observations, type Series } from "./latent/irregular-series.js";
export {
  type ElboOptions,
  type LatentOde,
  type LatentOdeOptions,
  latentOde,
} from "./latent/latent-ode.js";

// Training

export { clipByGlobalNorm, type NamedGradient } from "./training/clip-by-global-norm.js";
export {
  type ExponentialScheduleOptions,
  exponentialSchedule,
  setLearningRate,
} from "./training/learning-rate.js";
export {
  type Progress,
  resumeTraining,
  saveTraining,
  type Training,
} from "./training/training-state.js";
export type { TrainingStore, TrainingTarget } from "./training/training-target.js";

// Regularisers

export {
  type PenalisedState,
  type PenaltyOptions,
  withPenalties,
} from "./regularisers/with-penalties.js";
