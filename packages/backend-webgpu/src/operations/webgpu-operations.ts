import type { EngineOperations } from "@symplectic-adjoint/backend-tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { DeviceGuard } from "../device/device-guard.js";
import { accumulate } from "./accumulate.js";
import { dot } from "./dot.js";
import { errorNorm } from "./error-norm.js";
import { linearCombination } from "./linear-combination.js";
import { scaledError } from "./scaled-error.js";

/**
 * The operations for a backend whose device is guarded. They do not begin work on a device that is known to have failed;
 * reading needs nothing here, because the guard is on every reading of the backend.
 */
export function webgpuOperations(
  backend: WebGPUBackend,
  guard: DeviceGuard,
): Partial<EngineOperations> {
  return {
    linearCombination(base, scale, weights, terms) {
      guard.check();
      return linearCombination(backend, base, scale, weights, terms);
    },
    errorNorm(error, from, to, tolerances) {
      guard.check();
      return errorNorm(backend, error, from, to, tolerances);
    },
    scaledError(error, from, to, tolerances) {
      guard.check();
      return scaledError(backend, error, from, to, tolerances);
    },
    dot(a, b) {
      guard.check();
      return dot(backend, a, b);
    },
    accumulate(total, term) {
      guard.check();
      return accumulate(backend, total, term);
    },
  };
}
