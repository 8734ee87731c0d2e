import type { TensorInfo } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";

/** Types with 4-byte elements can be copied regardless of type. */
export function are4ByteTypes(...tensors: ReadonlyArray<TensorInfo>): boolean {
  return tensors.every(({ dtype }) => dtype === "float32" || dtype === "int32");
}

/** Address of the values. */
export function wordAddress(module: WasmModule, x: TensorInfo): number {
  if (x.dtype === "float32") return addressOf(module, x);
  return module.backend.dataIdMap.get(x.dataId).memoryOffset;
}

/** Allocates an array with the dtype of another. */
export function allocateLike(
  module: WasmModule,
  { dtype }: TensorInfo,
  shape: ReadonlyArray<number>,
): TensorInfo {
  if (dtype === "float32") return allocate(module, shape);
  return module.backend.makeOutput([...shape], dtype);
}

/** Allocates several arrays, freeing all if one allocation fails. */
export function allocateAll<T>(
  { backend }: WasmModule,
  items: ReadonlyArray<T>,
  make: (item: T, index: number) => TensorInfo,
): Array<TensorInfo> {
  const made: Array<TensorInfo> = [];
  try {
    for (const [i, item] of items.entries()) made.push(make(item, i));
  } catch (error) {
    for (const { dataId } of made) backend.disposeData(dataId);
    throw error;
  }
  return made;
}
