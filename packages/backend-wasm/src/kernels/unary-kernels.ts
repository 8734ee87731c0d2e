import {
  Cos,
  Elu,
  Erf,
  Exp,
  Expm1,
  Relu,
  Sigmoid,
  Sin,
  Softplus,
  Tanh,
  util,
} from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { areFloats, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/** out = f(x) for `count` numbers. x and out may be the same. */
export type UnaryFunction = (x: number, out: number, count: number) => void;

/**
 * Elementwise functions, four elements at a time (SIMD), where TensorFlow.js is scalar: within one ulp of float32 of
 * the exact value, for every argument (TensorFlow.js' tanh and softplus are off by up to several ulps).
 */
export function unaryKernels(module: WasmModule): Array<WasmKernel> {
  const { exports } = module;
  const functions: ReadonlyArray<readonly [string, UnaryFunction]> = [
    [Cos, exports.cos],
    [Elu, exports.elu],
    [Erf, exports.erf],
    [Exp, exports.exp],
    [Expm1, exports.expm1],
    [Relu, exports.relu],
    [Sigmoid, exports.sigmoid],
    [Sin, exports.sin],
    [Softplus, exports.softplus],
    [Tanh, exports.tanh],
  ];
  return functions.map(([name, run]) =>
    wasmKernel(module, name, (stock) => (inputs, attrs) => {
      const x = inputs.x as NonNullable<typeof inputs.x>;
      if (!areFloats(x)) return stock(inputs, attrs);
      const from = addressOf(module, x);
      const out = allocate(module, x.shape);
      run(from, addressOf(module, out), util.sizeFromShape(x.shape));
      return out;
    }),
  );
}
