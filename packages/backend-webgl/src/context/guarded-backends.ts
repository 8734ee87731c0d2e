import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { engine, type KernelBackend, registerBackend, removeBackend } from "@tensorflow/tfjs-core";
import { type ContextGuard, guardContext } from "./context-guard.js";

const NAME = "webgl";

/** One guard for each backend, for good: a context that was lost once is not what it was, even when it is restored. */
const guards = new WeakMap<KernelBackend, ContextGuard>();

/** The guard of a backend's context. */
export function guardOf(backend: KernelBackend): ContextGuard {
  const guard = guards.get(backend) ?? guardContext((backend as MathBackendWebGL).gpgpu.gl);
  guards.set(backend, guard);
  return guard;
}

/** Where the engine's context was lost: lets TensorFlow.js make another when it is needed. The tensors are gone. */
export function replaceLostContext(): void {
  const { registry, registryFactory } = engine();
  const backend = registry[NAME];
  const { factory, priority } = registryFactory[NAME] ?? {};
  if (backend === undefined || factory === undefined || !guardOf(backend).isLost()) return;
  removeBackend(NAME);
  registerBackend(NAME, factory, priority);
}
