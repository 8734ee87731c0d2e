import * as tf from "@tensorflow/tfjs";
import { measureMemory, solve, tfjs } from "symplectic-adjoint";
import { type StrategyName, strategies } from "../strategies.js";
import { type MlpSizes, mlp } from "./mlp.js";

/** What is solved and differentiated: a network with a strategy, a method, and N equal steps from 0 to 1. */
export interface MemoryCase extends MlpSizes {
  readonly strategy: StrategyName;
  readonly method: "rk4" | "dopri5" | "dopri8";
  readonly steps: number;
}

/** Bytes of distinct live buffers, above what lived before the forward pass. y0, the parameters and the cotangent did. */
export interface MemoryFigures {
  /** What the forward pass leaves to the backward pass. The solution's own values, two states, are not in it. */
  readonly held: number;
  /** Peak of the backward pass above where it began. */
  readonly working: number;
  /** Peak of the backward pass: held + working + the solution's values. */
  readonly peak: number;
  /** Peak of both passes. */
  readonly whole: number;
  /** Bytes of one state. */
  readonly state: number;
}

/** Measures one solve and its pullback on the active backend of TensorFlow.js. */
export function measureSolve({ strategy, method, steps, ...sizes }: MemoryCase): MemoryFigures {
  const network = mlp(sizes);
  const cotangents = tf.ones([2, ...network.y0.shape]);
  const whole = measureMemory(() => {
    const forward = measureMemory(() =>
      solve(network.f, network.y0 as tf.Tensor, [0, 1], {
        backend: tfjs,
        adjoint: strategies[strategy],
        method,
        stepsPerInterval: steps,
      }),
    );
    const solution = forward.value;
    const backward = measureMemory(() => solution.pullback(cotangents));
    tf.dispose([backward.value.y0, ...backward.value.parameters]);
    solution.dispose();
    return { left: forward.remainingBytes, working: backward.peakBytes };
  });
  const { left, working } = whole.value;
  const state = network.y0.size * 4;
  cotangents.dispose();
  network.dispose();
  if (whole.remainingBytes !== 0)
    throw new Error(`${strategy} with ${method} leaves ${whole.remainingBytes} bytes behind.`);
  return {
    held: left - 2 * state,
    working,
    peak: left + working,
    whole: whole.peakBytes,
    state,
  };
}
