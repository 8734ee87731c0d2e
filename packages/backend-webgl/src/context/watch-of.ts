import type { EngineWatch } from "@symplectic-adjoint/backend-tfjs";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { KernelBackend } from "@tensorflow/tfjs-core";
import { watchContext } from "./watch-context.js";

const watches = new WeakMap<KernelBackend, EngineWatch>();

/** The watch on a backend's context: one permanent watch per backend, since a context that was lost stays lost. */
export function watchOf(backend: KernelBackend): EngineWatch {
  const watch = watches.get(backend) ?? watchContext((backend as MathBackendWebGL).gpgpu.gl);
  watches.set(backend, watch);
  return watch;
}
