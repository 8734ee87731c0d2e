import { InvalidStateError } from "@symplectic-adjoint/core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Arena } from "./arena.js";
import type { WasmExports } from "./wasm-exports.js";

/**
 * The functions compiled from assembly/, on the memory of one backend of TensorFlow.js. They take addresses in that
 * memory: allocate outputs before creating views, because growing memory detaches them. Addresses remain valid.
 */
export interface WasmModule {
  readonly backend: BackendWasm;
  readonly memory: WebAssembly.Memory;
  readonly exports: WasmExports;
  /** For argument lists of addresses and numbers. */
  readonly arena: Arena;
}

/**
 * Address of a float32 tensor's values, moved from another engine if necessary.
 *
 * @throws InvalidStateError if they are integers: other engines cast without converting, and the kernels of this one
 * would interpret the integers' bits as floats.
 */
export function addressOf({ backend }: WasmModule, { dataId }: TensorInfo): number {
  const { memoryOffset, dtype } = backend.dataIdMap.get(dataId);
  if (dtype === "float32") return memoryOffset;
  throw new InvalidStateError({
    argument: "A tensor",
    value: dtype,
    problem:
      "is float32 but contains integers: it was cast on another engine, which does not convert values",
    remedy: "Recreate it: tf.tensor(Array.from(await x.data()), x.shape).",
  });
}
