import { SynchronousReadError } from "@symplectic-adjoint/core";
import { getBackend, type Tensor } from "@tensorflow/tfjs-core";
import { float32Copy } from "./kernels/float32-copy.js";

/** Engines with asynchronous reads only: `dataSync` throws or silently returns zeros. */
const ASYNCHRONOUS: ReadonlySet<string> = new Set(["webgpu"]);

/** Whether the active TensorFlow.js backend supports synchronous reads. */
export function readsSynchronously(): boolean {
  return !ASYNCHRONOUS.has(getBackend());
}

/** The value of a scalar tensor, or the number itself. */
export async function read(scalar: Tensor | number): Promise<number> {
  return typeof scalar === "number" ? scalar : ((await scalar.data())[0] as number);
}

/** The same at once. @throws SynchronousReadError on WebGPU. */
export function readSync(scalar: Tensor | number): number {
  return typeof scalar === "number" ? scalar : (valuesSync(scalar)[0] as number);
}

/** All values, copied: cpu hands out a tensor's own buffer, and a cast tensor may still hold integers. */
export async function toHost(array: Tensor): Promise<Float32Array> {
  return float32Copy(await array.data());
}

/** The same at once. @throws SynchronousReadError on WebGPU. */
export function toHostSync(array: Tensor): Float32Array {
  return float32Copy(valuesSync(array));
}

function valuesSync(tensor: Tensor): ArrayLike<number> {
  if (readsSynchronously()) return tensor.dataSync();
  throw new SynchronousReadError({
    argument: "The TensorFlow.js backend",
    value: getBackend(),
    problem: "delivers values asynchronously only, and they are needed now",
    remedy:
      "Await the function whose name ends in Async (odeintAsync, odeintSymplecticAdjointAsync, …), or take fixed steps, which need none.",
  });
}
