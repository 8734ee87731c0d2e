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

/** `read` with a synchronous read. @throws SynchronousReadError on WebGPU. */
export function readSync(scalar: Tensor | number): number {
  return typeof scalar === "number" ? scalar : (valuesSync(scalar)[0] as number);
}

/** Reads all values into a new array: cpu returns a tensor's own buffer, and a cast tensor may still contain integers. */
export async function toHost(array: Tensor): Promise<Float32Array> {
  return float32Copy(await array.data());
}

/** `toHost` with a synchronous read. @throws SynchronousReadError on WebGPU. */
export function toHostSync(array: Tensor): Float32Array {
  return float32Copy(valuesSync(array));
}

function valuesSync(tensor: Tensor): ArrayLike<number> {
  if (readsSynchronously()) return tensor.dataSync();
  throw new SynchronousReadError({
    argument: "The TensorFlow.js backend",
    value: getBackend(),
    problem: "supports only asynchronous reads, but a synchronous function needs a value",
    remedy:
      "Await the function whose name ends in Async (odeintAsync, odeintSymplecticAdjointAsync, …), or use fixed steps, which read no values.",
  });
}
