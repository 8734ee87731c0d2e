import { Pow, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { areFloats, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/** Higher powers of the largest float32 overflow a double. */
const LARGEST = 8;

/**
 * Powers with an integer exponent from 0 to 8, rounded once and without logarithms; others use TensorFlow.js' kernel.
 */
export function powKernel(module: WasmModule): WasmKernel {
  return wasmKernel(module, Pow, (stock) => (inputs, attrs) => {
    const x = inputs.a as TensorInfo;
    const exponent = inputs.b as TensorInfo;
    const one = exponent.shape.length <= x.shape.length && util.sizeFromShape(exponent.shape) === 1;
    if (!one || !areFloats(x, exponent)) return stock(inputs, attrs);
    const [value] = new Float32Array(module.memory.buffer, addressOf(module, exponent), 1);
    if (value === undefined || !isSmallInteger(value)) return stock(inputs, attrs);
    const from = addressOf(module, x);
    const out = allocate(module, x.shape);
    module.exports.power(from, addressOf(module, out), util.sizeFromShape(x.shape), value);
    return out;
  });
}

function isSmallInteger(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= LARGEST;
}
