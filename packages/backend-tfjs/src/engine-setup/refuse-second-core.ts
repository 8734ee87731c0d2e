import { EngineUnavailableError } from "@symplectic-adjoint/core";
import { KernelBackend, Tensor } from "@tensorflow/tfjs-core";
import { scalar } from "../kernels/kernels.js";

/**
 * Two copies of `@tensorflow/tfjs-core` in one program share an engine and its kernels, but not their classes:
 * operations called as methods are missing on half of the tensors, and different versions are incompatible. Detected by
 * a backend or tensor whose class belongs to the other copy.
 *
 * @throws EngineUnavailableError if this package's copy is not the engine's.
 */
export function refuseSecondCore(backend: unknown): void {
  const probe = scalar(0);
  const ours = Object.getPrototypeOf(probe) === Tensor.prototype;
  probe.dispose();
  if (ours && backend instanceof KernelBackend) return;
  throw new EngineUnavailableError({
    argument: "@tensorflow/tfjs-core",
    problem:
      "is loaded twice: the engine belongs to a different copy than the one imported by symplectic-adjoint",
    remedy:
      "Install a single version (npm ls @tensorflow/tfjs-core; overrides or npm dedupe), and configure the bundler to resolve it to one file (resolve.dedupe in Vite). In Node import it and its backends all by import, or all by require.",
  });
}
