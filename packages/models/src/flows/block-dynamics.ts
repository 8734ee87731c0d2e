import { mul, type Scalar, type Tensor } from "@tensorflow/tfjs-core";
import { type Compile, dynamicsWith } from "../solving/compile.js";
import { type FlowState, flowRates, type PenalisedFlowState } from "./cnf-dynamics.js";
import type { FlowField, FlowTime } from "./flow-field.js";

type AnyFlowState = FlowState | PenalisedFlowState;
/** The end time T, if it is trained. */
type End = [] | [end: Scalar];

/** The functions of a block that are solved, each made once. They are T·f(T·s, z) over [0, 1] if there is an end T. */
export interface BlockDynamics {
  /** Of z alone. */
  velocity(end: Scalar | undefined): (t: number, state: [z: Tensor]) => [z: Tensor];
  /** Of z, its log-density, and the penalties if the state has them; with the exact trace if there is no noise. */
  density<State extends AnyFlowState>(
    noise: Tensor | undefined,
    end: Scalar | undefined,
  ): (t: number, state: State) => State;
}

/** The functions of a field, compiled if there is `compile`. */
export function blockDynamics(field: FlowField, compile: Compile | undefined): BlockDynamics {
  function flowVelocity(t: FlowTime, [z]: [Tensor], ...[end]: End): [Tensor] {
    if (end === undefined) return [field.evaluate(t, z)];
    return [mul(field.evaluate(mul(end, t) as Scalar, z), end)];
  }
  function flowDensity(t: FlowTime, state: AnyFlowState, ...[end]: End): AnyFlowState {
    return flowRates(field, t, state, undefined, end);
  }
  function estimatedFlowDensity(
    t: FlowTime,
    state: AnyFlowState,
    ...[noise, end]: [Tensor, ...End]
  ): AnyFlowState {
    return flowRates(field, t, state, noise, end);
  }
  const velocity = dynamicsWith(compile, flowVelocity);
  const exact = dynamicsWith(compile, flowDensity);
  const estimated = dynamicsWith(compile, estimatedFlowDensity);
  return {
    velocity: (end) => velocity(...endOf(end)),
    density<State extends AnyFlowState>(noise: Tensor | undefined, end: Scalar | undefined) {
      const f = noise === undefined ? exact(...endOf(end)) : estimated(noise, ...endOf(end));
      // The rates are as many as the state has tensors.
      return f as unknown as (t: number, state: State) => State;
    },
  };
}

function endOf(end: Scalar | undefined): End {
  return end === undefined ? [] : [end];
}
