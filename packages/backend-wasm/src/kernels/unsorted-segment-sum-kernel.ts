import { type TensorInfo, UnsortedSegmentSum, util } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { areFloats, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/**
 * The sum of the rows of each segment, in double precision: used by the gradient of `tf.gather`, and missing in
 * TensorFlow.js' wasm. Rows whose id is not a segment are ignored, as on cpu.
 */
export function unsortedSegmentSumKernel(module: WasmModule): WasmKernel {
  return wasmKernel(module, UnsortedSegmentSum, (stock) => (inputs, attrs) => {
    const x = inputs.x as TensorInfo;
    const ids = inputs.segmentIds as TensorInfo;
    const segments = attrs.numSegments as number;
    if (!areFloats(x) || ids.dtype !== "int32") return stock(inputs, attrs);
    const { backend } = module;
    const [rows = 1, ...rest] = x.shape;
    const width = util.sizeFromShape(rest);
    const from = addressOf(module, x);
    const idsAt = backend.dataIdMap.get(ids.dataId).memoryOffset;
    const sums = allocate(module, [2 * segments * width]);
    try {
      const out = allocate(module, [segments, ...rest]);
      const to = addressOf(module, out);
      module.exports.segmentSum(from, idsAt, to, addressOf(module, sums), rows, width, segments);
      return out;
    } finally {
      backend.disposeData(sums.dataId);
    }
  });
}
