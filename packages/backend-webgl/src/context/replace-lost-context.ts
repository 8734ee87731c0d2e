import { engine, registerBackend, removeBackend } from "@tensorflow/tfjs-core";
import { watchOf } from "./watch-of.js";

const NAME = "webgl";

/** Where the engine's context was lost: lets TensorFlow.js make another when it is needed. The tensors are gone. */
export function replaceLostContext(): void {
  const { registry, registryFactory } = engine();
  const backend = registry[NAME];
  const { factory, priority } = registryFactory[NAME] ?? {};
  if (backend === undefined || factory === undefined || !watchOf(backend).isLost()) return;
  removeBackend(NAME);
  registerBackend(NAME, factory, priority);
}
