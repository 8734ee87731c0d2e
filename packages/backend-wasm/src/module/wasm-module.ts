import { InvalidStateError } from "@symplectic-adjoint/core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Arena } from "./arena.js";
import type { WasmExports } from "./wasm-exports.js";

/**
 * Our functions, compiled from assembly/, over the memory of one backend of TensorFlow.js. They take addresses in that
 * memory: allocate outputs before you look at the memory through views, since a memory that grows detaches them.
 * Addresses stay.
 */
export interface WasmModule {
  readonly backend: BackendWasm;
  readonly memory: WebAssembly.Memory;
  readonly exports: WasmExports;
  /** For lists of addresses and numbers. */
  readonly arena: Arena;
}

/**
 * Where the values of a float32 tensor are; if they were on another engine, they are moved.
 *
 * @throws InvalidStateError if they are integers: other engines cast without converting, and the kernels of this one would
 * take the integers' bits for those of floats.
 */
export function addressOf({ backend }: WasmModule, { dataId }: TensorInfo): number {
  const { memoryOffset, dtype } = backend.dataIdMap.get(dataId);
  if (dtype === "float32") return memoryOffset;
  throw new InvalidStateError({
    argument: "A tensor",
    value: dtype,
    problem:
      "is float32 but its values are not: it was cast on another engine, which left them as they were",
    remedy: "Make it from numbers again: tf.tensor(Array.from(await x.data()), x.shape).",
  });
}
