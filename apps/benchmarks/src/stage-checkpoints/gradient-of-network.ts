import * as tf from "@tensorflow/tfjs";
import { measureMemory, type Solution, solve, symplecticAdjoint, tfjs } from "symplectic-adjoint";
import type { GradientMethod } from "../cases/case-key.js";
import type { Network } from "../cases/network.js";

/** Equal steps from 0 to 1. */
export const STEPS = 5;

/** The gradient of a network's ODE by the symplectic adjoint method, with checkpoints of these contents. */
export interface GradientOfNetwork {
  /** The backward pass alone, of a solution that is not released. */
  backward(): void;
  /** Both passes. */
  whole(): void;
  /** Bytes in use between the passes, without the values of the solution. */
  readonly held: number;
  /** Peak of the backward pass above these. */
  readonly working: number;
  /** The gradient of y0 and the parameters. */
  readonly values: ReadonlyArray<Float32Array>;
  dispose(): void;
}

/** Solves once on the active engine, and measures bytes exactly. */
export function gradientOfNetwork(
  { f, y0, cotangent }: Network,
  method: GradientMethod,
  contents: "state" | "stages",
): GradientOfNetwork {
  const cotangents = tf.tidy(() => tf.stack([tf.zerosLike(cotangent), cotangent]));
  const adjoint = symplecticAdjoint({ contents });
  const options = { backend: tfjs, adjoint, method, stepsPerInterval: STEPS } as const;
  const forward = () => solve(f, y0, [0, 1], options) as Solution<tf.Tensor>;
  const pull = (solution: Solution<tf.Tensor>): ReadonlyArray<tf.Tensor> => {
    const { y0: lambda, parameters } = solution.pullback(cotangents);
    return [lambda as tf.Tensor, ...parameters];
  };

  const { value: kept, remainingBytes } = measureMemory(forward);
  const { value: gradient, peakBytes } = measureMemory(() => pull(kept));
  const values = gradient.map((tensor) => tensor.dataSync() as Float32Array);
  tf.dispose([...gradient]);
  const state = y0.size * 4;
  return {
    backward: () => tf.dispose([...pull(kept)]),
    whole() {
      const solution = forward();
      tf.dispose([...pull(solution)]);
      solution.dispose();
    },
    held: remainingBytes - 2 * state,
    working: peakBytes,
    values,
    dispose() {
      kept.dispose();
      cotangents.dispose();
    },
  };
}
