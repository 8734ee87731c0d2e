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
export type { Odeint, OdeintChoice, OdeintOptions } from "./solving/odeint-choice.js";
