import type { EngineOperations } from "@symplectic-adjoint/backend-tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { accumulate } from "./accumulate.js";
import { dot } from "./dot.js";
import { errorNorm } from "./error-norm.js";
import { linearCombination } from "./linear-combination.js";
import { scaledError } from "./scaled-error.js";

/** The operations of the solver as programs on one WebGPU device. */
export function webgpuOperations(backend: WebGPUBackend): Partial<EngineOperations> {
  return {
    linearCombination(base, scale, weights, terms) {
      return linearCombination(backend, base, scale, weights, terms);
    },
    errorNorm(error, from, to, tolerances) {
      return errorNorm(backend, error, from, to, tolerances);
    },
    scaledError(error, from, to, tolerances) {
      return scaledError(backend, error, from, to, tolerances);
    },
    dot(a, b) {
      return dot(backend, a, b);
    },
    accumulate(total, term) {
      return accumulate(backend, total, term);
    },
  };
}
