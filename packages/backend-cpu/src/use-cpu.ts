import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";
import { findBackendFactory } from "@tensorflow/tfjs-core";
import { cpuKernels } from "./kernels/cpu-kernels.js";
import { loadTfjsCpu, REMEDY } from "./load-tfjs-cpu.js";
import { accumulate } from "./operations/accumulate.js";
import { dot } from "./operations/dot.js";
import { errorNorm, scaledError } from "./operations/error-norm.js";
import { linearCombination } from "./operations/linear-combination.js";

/**
 * Makes TensorFlow.js' engine cpu the active one, and equips it: the arithmetic of steps in one loop over typed arrays, in
 * double precision, and kernels where its own are slow (products of matrices, sums, gradients of activations).
 *
 * The engine is there already if `@tensorflow/tfjs` was imported; otherwise `@tensorflow/tfjs-backend-cpu` is.
 *
 * @returns The engine; its `undo()` puts everything back.
 * @throws EngineUnavailableError when the engine is not installed.
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
    remedy: REMEDY,
    equip: () => ({
      operations: { linearCombination, errorNorm, scaledError, dot, accumulate },
      kernels: cpuKernels(),
    }),
  });
}

const NAME = "cpu";
