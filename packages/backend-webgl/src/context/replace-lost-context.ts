import { engine, registerBackend, removeBackend } from "@tensorflow/tfjs-core";
import { watchOf } from "./watch-of.js";

const NAME = "webgl";

/** If the engine's context was lost, lets TensorFlow.js create a new one on demand. The tensors are lost. */
export function replaceLostContext(): void {
  const { registry, registryFactory } = engine();
  const backend = registry[NAME];
  const { factory, priority } = registryFactory[NAME] ?? {};
  if (backend === undefined || factory === undefined || !watchOf(backend).isLost()) return;
  removeBackend(NAME);
  registerBackend(NAME, factory, priority);
}
