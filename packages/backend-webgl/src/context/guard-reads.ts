import type { KernelBackend } from "@tensorflow/tfjs-core";
import type { ContextGuard } from "./context-guard.js";

/**
 * Lets every reading of a tensor, by the solver, by `tensor.data()` or by `tensor.dataSync()`, throw once the context is
 * lost: TensorFlow.js alone would wait for ever, or deliver zeros.
 *
 * @returns Takes that off again, unless the context is lost: TensorFlow.js goes on asking a lost backend for its tensors,
 * when they are used on its successor.
 */
export function guardReads(backend: KernelBackend, guard: ContextGuard): () => void {
  const read = backend.read.bind(backend);
  const readSync = backend.readSync.bind(backend);
  backend.read = (dataId) => guard.awaited(() => read(dataId));
  backend.readSync = (dataId) => {
    guard.check();
    const values = readSync(dataId);
    guard.check();
    return values;
  };
  return () => {
    if (guard.isLost()) return;
    // The methods of the class again.
    Reflect.deleteProperty(backend, "read");
    Reflect.deleteProperty(backend, "readSync");
  };
}
