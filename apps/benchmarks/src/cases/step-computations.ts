import type { TensorOperations } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import { tfjs } from "symplectic-adjoint";
import type { Computation } from "./case.js";
import { onEngine } from "./on-engine.js";

const STEP = 0.01;
const WEIGHTS = [0.1, -0.2, 0.3, 0.4, -0.5, 0.6];
const TOLERANCES = { rtol: [1e-5], atol: [1e-5] };

/** The operations of an engine that are measured here. */
export type StepArithmetic = Pick<TensorOperations, "linearCombination" | "errorNorm">;

/** The work of a step besides evaluations of f, for a state of one array, with the given operations. */
export function stepComputations(
  { linearCombination, errorNorm }: StepArithmetic,
  length: number,
): { combination(): Computation; norm(): Computation } {
  return {
    combination() {
      const base = [wave(length, 0)];
      const terms = WEIGHTS.map((_, j) => [wave(length, j + 1)]);
      return { compute: () => linearCombination(base, STEP, WEIGHTS, terms) };
    },
    norm() {
      const [error, from, to] = [1, 2, 3].map((phase) => [wave(length, phase)]) as [
        Array<tf.Tensor>,
        Array<tf.Tensor>,
        Array<tf.Tensor>,
      ];
      return {
        compute() {
          const norm = errorNorm(error, from, to, TOLERANCES);
          if (typeof norm === "number" || !tfjs.readsSynchronously) return [norm];
          // The solver needs the number, which some kernels return directly.
          const value = tfjs.readSync(norm);
          norm.dispose();
          return [value];
        },
      };
    },
  };
}

/**
 * The combination as written with TensorFlow.js: a product and a sum for each term, in a tidy. The coefficients are
 * already tensors, unlike in a solve with variable steps, so this is a lower bound.
 */
export function chainComputation(length: number): Computation {
  const base = wave(length, 0);
  const terms = WEIGHTS.map((_, j) => wave(length, j + 1));
  const coefficients = WEIGHTS.map((weight) => onEngine(Float32Array.of(STEP * weight), []));
  return {
    compute: () =>
      tf.tidy(() => {
        let sum = base;
        for (const [j, term] of terms.entries()) {
          sum = tf.add(sum, tf.mul(term, coefficients[j] as tf.Tensor));
        }
        return [sum];
      }),
  };
}

function wave(length: number, phase: number): tf.Tensor {
  const values = Float32Array.from({ length }, (_, i) => Math.sin(i + phase));
  return onEngine(values, [length]);
}
