import { EngineUnavailableError } from "@symplectic-adjoint/core";
import { KernelBackend, Tensor } from "@tensorflow/tfjs-core";
import { scalar } from "../kernels/kernels.js";

/**
 * Two copies of `@tensorflow/tfjs-core` in one program share an engine and its kernels, but not their classes: operations
 * called as methods are missing on half of the tensors, and two builds of different age do not fit together. It shows in
 * a backend, or a tensor, that is of another copy's class.
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
      "was loaded twice: the engine belongs to another copy than the one that symplectic-adjoint imports",
    remedy:
      "Let one version be installed (npm ls @tensorflow/tfjs-core; overrides or npm dedupe), and let a bundler resolve it to one file (resolve.dedupe in Vite). In Node import it and its backends all by import, or all by require.",
  });
}
