import { _FusedMatMul, BatchMatMul, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { applyActivation } from "./apply-activation.js";
import { matrixProduct } from "./matrix-product.js";
import { transposed } from "./transposed.js";
import { areFloats, type Compute, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/** Number of multiplications above which TensorFlow.js' multithreaded kernel beats this single-threaded one. */
const WORTH_SHARING = 1 << 20;

/**
 * Products of matrices, alone, and with a bias and an activation (TensorFlow.js' kernel adds a wrong bias if it
 * transposes).
 */
export function matMulKernels(module: WasmModule): Array<WasmKernel> {
  const threads = threadsOf(module);
  const batchMatMul = wasmKernel(module, BatchMatMul, (stock) => (inputs, attrs) => {
    const a = inputs.a as TensorInfo;
    const b = inputs.b as TensorInfo;
    const transposeA = attrs.transposeA === true;
    const transposeB = attrs.transposeB === true;
    if (!areFloats(a, b)) return stock(inputs, attrs);
    if (threads > 1 && work(a, b, transposeB) >= WORTH_SHARING) {
      return sharedProduct(module, stock, a, b, transposeA, transposeB);
    }
    return matrixProduct(module, a, b, transposeA, transposeB);
  });

  const fusedMatMul = wasmKernel(module, _FusedMatMul, (stock) => (inputs, attrs) => {
    const a = inputs.a as TensorInfo;
    const b = inputs.b as TensorInfo;
    const bias = inputs.bias as TensorInfo | undefined;
    const fits = bias == null || (areFloats(bias) && bias.shape.length === 1);
    if (!fits || !areFloats(a, b)) return stock(inputs, attrs);
    const biasAt = bias == null ? 0 : addressOf(module, bias);
    const out = matrixProduct(module, a, b, attrs.transposeA === true, attrs.transposeB === true);
    const at = addressOf(module, out);
    const count = util.sizeFromShape(out.shape);
    if (bias != null && count > 0) {
      module.exports.addBroadcast(at, biasAt, at, count, count, bias.shape[0] as number);
    }
    return applyActivation(module, out, inputs, attrs);
  });
  return [batchMatMul, fusedMatMul];
}

function threadsOf({ backend }: WasmModule): number {
  const { tfjs } = backend.wasm as unknown as { tfjs: { getThreadsCount?(): number } };
  return tfjs.getThreadsCount?.() ?? 1;
}

function work(a: TensorInfo, b: TensorInfo, transposeB: boolean): number {
  const columns = b.shape.at(transposeB ? -2 : -1) as number;
  return util.sizeFromShape(a.shape) * columns;
}

/** Explicit transposition, then the product: TensorFlow.js' kernel uses threads only without transposition. */
function sharedProduct(
  module: WasmModule,
  stock: Compute,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo {
  const copies: Array<TensorInfo> = [];
  const plain = (x: TensorInfo, transpose: boolean): TensorInfo => {
    if (!transpose) return x;
    const copy = transposed(module, x);
    copies.push(copy);
    return copy;
  };
  try {
    const inputs = { a: plain(a, transposeA), b: plain(b, transposeB) };
    return stock(inputs, { transposeA: false, transposeB: false }) as TensorInfo;
  } finally {
    for (const { dataId } of copies) module.backend.disposeData(dataId);
  }
}
