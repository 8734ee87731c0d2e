import {
  Add,
  broadcast_util,
  Maximum,
  Minimum,
  Multiply,
  RealDiv,
  Sub,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { areFloats, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

type Shape = ReadonlyArray<number>;

/**
 * Arithmetic of two float32 arrays of one shape, or where one is a scalar or broadcast along leading axes, such as a
 * bias. Other broadcasts and integers fall back to TensorFlow.js. Unlike TensorFlow.js, maximum and minimum propagate
 * NaN.
 */
export function binaryKernels(module: WasmModule): Array<WasmKernel> {
  const { exports } = module;
  const functions = [
    [Add, exports.addBroadcast],
    [Sub, exports.subtractBroadcast],
    [Multiply, exports.multiplyBroadcast],
    [RealDiv, exports.divideBroadcast],
    [Maximum, exports.maximumBroadcast],
    [Minimum, exports.minimumBroadcast],
  ] as const;
  return functions.map(([name, run]) =>
    wasmKernel(module, name, (stock) => (inputs, attrs) => {
      const a = inputs.a as TensorInfo;
      const b = inputs.b as TensorInfo;
      if (!areFloats(a, b)) return stock(inputs, attrs);
      const shape = broadcastShape(a.shape, b.shape);
      const count = util.sizeFromShape(shape);
      const aPeriod = periodOf(a.shape, shape);
      const bPeriod = periodOf(b.shape, shape);
      if (Math.max(aPeriod, bPeriod) !== count || Math.min(aPeriod, bPeriod) === 0) {
        return count === 0 ? allocate(module, shape) : stock(inputs, attrs);
      }
      const aAt = addressOf(module, a);
      const bAt = addressOf(module, b);
      const out = allocate(module, shape);
      run(aAt, bAt, addressOf(module, out), count, aPeriod, bPeriod);
      return out;
    }),
  );
}

function broadcastShape(a: Array<number>, b: Array<number>): Array<number> {
  if (a.length === b.length && a.every((size, i) => size === b[i])) return a;
  return broadcast_util.assertAndGetBroadcastShape(a, b);
}

/** Period of an array broadcast to `shape`; 0 if it is not periodic. */
function periodOf(own: Shape, shape: Shape): number {
  const first = own.findIndex((size) => size !== 1);
  if (first === -1) return 1;
  let period = 1;
  for (let i = own.length - 1; i >= first; i--) {
    const size = own[i] as number;
    if (size !== shape[i + shape.length - own.length]) return 0;
    period *= size;
  }
  return period;
}
