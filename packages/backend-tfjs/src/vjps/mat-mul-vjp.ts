import {
  BatchMatMul,
  type NamedAttrMap,
  type Tensor,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { matMul } from "../kernels/kernels.js";
import type { KernelVjp, Probe } from "./kernel-vjp.js";
import { unbroadcastAndDispose } from "./unbroadcast.js";

/** A B: dy Bᵀ, Aᵀ dy; analogously for transposed factors */
export const matMulVjp: KernelVjp = {
  kernelName: BatchMatMul,
  needs: { a: [1], b: [0] },
  pull: (dy, input, { inputs, saved, attrs }) => {
    const { transposeA, transposeB } = attrs as Transposes;
    const { shape } = inputs[input] as Tensor;
    if (input === "a") {
      const b = saved[1] as TensorInfo;
      const product = transposeA
        ? matMul(b, dy, transposeB, true)
        : matMul(dy, b, false, !transposeB);
      return unbroadcastAndDispose(product, shape);
    }
    const a = saved[0] as TensorInfo;
    const product = transposeB
      ? matMul(dy, a, true, transposeA)
      : matMul(a, dy, !transposeA, false);
    return unbroadcastAndDispose(product, shape);
  },
  probes: [probe(false, false), probe(false, true), probe(true, false), probe(true, true)],
};

type Transposes = NamedAttrMap & { readonly transposeA: boolean; readonly transposeB: boolean };

function probe(transposeA: boolean, transposeB: boolean): Probe {
  return {
    inputs: { a: transposeA ? [3, 2] : [2, 3], b: transposeB ? [4, 3] : [3, 4] },
    output: [2, 4],
    attrs: { transposeA, transposeB },
  };
}
