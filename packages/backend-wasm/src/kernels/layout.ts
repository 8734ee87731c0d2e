import type { TensorInfo } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";

/** Arrays of four bytes a number can be copied without knowing what they are. */
export function areWords(...tensors: ReadonlyArray<TensorInfo>): boolean {
  return tensors.every(({ dtype }) => dtype === "float32" || dtype === "int32");
}

/** Where the numbers are. */
export function wordsAt(module: WasmModule, x: TensorInfo): number {
  if (x.dtype === "float32") return addressOf(module, x);
  return module.backend.dataIdMap.get(x.dataId).memoryOffset;
}

/** Room for an array of the type of another. */
export function allocateLike(
  module: WasmModule,
  { dtype }: TensorInfo,
  shape: ReadonlyArray<number>,
): TensorInfo {
  if (dtype === "float32") return allocate(module, shape);
  return module.backend.makeOutput([...shape], dtype);
}

/** Several arrays, or none if one of them cannot be made. */
export function several<T>(
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
