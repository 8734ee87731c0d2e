import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";
import { findBackendFactory } from "@tensorflow/tfjs-core";
import { cpuKernels } from "./kernels/cpu-kernels.js";
import { loadTfjsCpu, UNAVAILABLE_REMEDY } from "./load-tfjs-cpu.js";
import { accumulate } from "./operations/accumulate.js";
import { dot } from "./operations/dot.js";
import { errorNorm, scaledError } from "./operations/error-norm.js";
import { linearCombination } from "./operations/linear-combination.js";

/**
 * Activates and equips TensorFlow.js' engine cpu: the arithmetic of steps in one loop over typed arrays, in double
 * precision, and replacements for slow kernels (products of matrices, sums, gradients of activations).
 *
 * The engine is already loaded if `@tensorflow/tfjs` was imported; otherwise this imports
 * `@tensorflow/tfjs-backend-cpu`.
 *
 * @returns The engine; its `undo()` restores everything.
 * @throws EngineUnavailableError if the engine is not installed.
 * @example
 * import * as tf from "@tensorflow/tfjs";
 * import { useCpu } from "@symplectic-adjoint/backend-cpu";
 *
 * await useCpu();
 */
export async function useCpu(): Promise<EngineInUse> {
  if (findBackendFactory(NAME) === null) await loadTfjsCpu();
  return useEngine({
    name: NAME,
    remedy: UNAVAILABLE_REMEDY,
    equip: () => ({
      operations: { linearCombination, errorNorm, scaledError, dot, accumulate },
      kernels: cpuKernels(),
    }),
  });
}

const NAME = "cpu";
