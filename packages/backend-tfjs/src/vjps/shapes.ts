import {
  ExpandDims,
  Identity,
  Reshape,
  Sum,
  type Tensor,
  Transpose,
  util,
} from "@tensorflow/tfjs-core";
import { multiply, ones, reshape, transpose } from "../kernels/kernels.js";
import { disposeAfter } from "../operations/dispose-after.js";
import type { KernelVjp } from "./kernel-vjp.js";

/** The same values: dy */
export const identityVjp: KernelVjp = {
  kernelName: Identity,
  needs: { x: [] },
  pull: (dy) => dy,
  probes: [{ inputs: { x: [2, 3] }, output: [2, 3] }],
};

/** The same values in another shape: dy in the original shape */
export const reshapeVjp: KernelVjp = {
  kernelName: Reshape,
  needs: { x: [] },
  pull: (dy, _, { inputs }) => reshape(dy, (inputs.x as Tensor).shape),
  probes: [{ inputs: { x: [2, 3] }, output: [6], attrs: { shape: [6] } }],
};

export const expandDimsVjp: KernelVjp = {
  kernelName: ExpandDims,
  needs: { input: [] },
  pull: (dy, _, { inputs }) => reshape(dy, (inputs.input as Tensor).shape),
  probes: [{ inputs: { input: [2, 3] }, output: [2, 1, 3], attrs: { dim: 1 } }],
};

/** Permuted axes: dy with the inverse permutation */
export const transposeVjp: KernelVjp = {
  kernelName: Transpose,
  needs: { x: [] },
  pull: (dy, _, { attrs }) => {
    const back: Array<number> = [];
    for (const [to, from] of ((attrs?.perm ?? []) as Array<number>).entries()) back[from] = to;
    return transpose(dy, back);
  },
  probes: [{ inputs: { x: [2, 3, 4] }, output: [4, 2, 3], attrs: { perm: [2, 0, 1] } }],
};

/** The sum over axes: dy repeated along them */
export const sumVjp: KernelVjp = {
  kernelName: Sum,
  needs: { x: [] },
  pull: (dy, _, { inputs, attrs }) => {
    const { shape } = inputs.x as Tensor;
    const kept = shape.slice();
    for (const axis of util.parseAxisParam(attrs?.axis as Array<number>, shape)) kept[axis] = 1;
    const [expanded, repeat] = [reshape(dy, kept), ones(shape)];
    return disposeAfter(multiply(expanded, repeat), expanded, repeat);
  },
  probes: [
    { inputs: { x: [2, 3] }, output: [3], attrs: { axis: [0], keepDims: false } },
    { inputs: { x: [2, 3] }, output: [2, 1], attrs: { axis: [1], keepDims: true } },
  ],
};
