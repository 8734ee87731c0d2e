import {
  type Cnf,
  cnf,
  type FlowNetworkOptions,
  flowNetwork,
  type Odeint,
  type OdeintOptions,
} from "@symplectic-adjoint/models";
import type * as tf from "@tensorflow/tfjs";
import type { Compiler } from "../framework/experiment.js";
import { symplectic } from "../solving/counting.js";

/** The architecture of a flow. */
export interface FlowSizes {
  readonly dimension: number;
  /** Stacked blocks, each with a network and a solve of its own. */
  readonly blocks: number;
  /** Widths of the hidden layers. */
  readonly hidden: ReadonlyArray<number>;
  readonly layer: NonNullable<FlowNetworkOptions["layer"]>;
  readonly activation: "tanh" | "softplus";
  readonly divergence: "exact" | "hutchinson";
  /** Where the trained end time starts. */
  readonly endTime: number;
}

/** A flow whose solving function can be exchanged. */
export interface FlowModel extends FlowSizes {
  readonly flow: Cnf;
  readonly compiles: boolean;
  readonly variables: ReadonlyArray<tf.Variable>;
  /** −mean log p(x), with the noise of a seed if the divergence is estimated. */
  loss(x: tf.Tensor2D, noiseSeed: number, odeint: Odeint): tf.Scalar;
  /** log p(x) with the exact trace. */
  logDensity(x: tf.Tensor2D): tf.Tensor1D;
}

/** A new flow, solved with these options, its weights seeded. */
export function flowModel(sizes: FlowSizes, options: OdeintOptions, compile?: Compiler): FlowModel {
  const { dimension, blocks, hidden, layer, activation, divergence, endTime } = sizes;
  const fields = Array.from({ length: blocks }, (_, i) =>
    flowNetwork({ dimension, hidden, layer, activation, seed: 100 + i }),
  );
  let current = symplectic.odeint;
  // The flow keeps the function that it is made with.
  const exchangeable = ((...args: Parameters<Odeint>) => current(...args)) as Odeint;
  const flow = cnf({
    ...{ fields, endTime, trainEndTime: true },
    ...{ odeint: exchangeable, options, compile },
  });
  return {
    ...sizes,
    flow,
    compiles: compile !== undefined,
    variables: flow.variables,
    loss(x, noiseSeed, odeint) {
      current = odeint;
      return flow.loss(x, { divergence, seed: noiseSeed });
    },
    logDensity(x) {
      current = symplectic.odeint;
      return flow.logDensity(x);
    },
  };
}
