import {
  Add,
  Multiply,
  Neg,
  RealDiv,
  Sub,
  type Tensor,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { divide, multiply, negate, square } from "../kernels/kernels.js";
import { disposeAfter } from "../operations/dispose-after.js";
import type { KernelVjp, Probe, Recorded } from "./kernel-vjp.js";
import {
  reshapeAndDispose,
  sumRepeated,
  unbroadcast,
  unbroadcastAndDispose,
} from "./unbroadcast.js";

const BINARY: ReadonlyArray<Probe> = [
  { inputs: { a: [2, 3], b: [2, 3] }, output: [2, 3] },
  { inputs: { a: [3], b: [2, 3] }, output: [2, 3] },
  { inputs: { a: [2, 3], b: [2, 1] }, output: [2, 3] },
];

const shapeOf = ({ inputs }: Recorded, input: string): ReadonlyArray<number> =>
  (inputs[input] as Tensor).shape;

/** a + b: dy, dy */
export const addVjp: KernelVjp = {
  kernelName: Add,
  needs: { a: [], b: [] },
  pull: (dy, input, recorded) => unbroadcast(dy, shapeOf(recorded, input)),
  probes: BINARY,
};

/** a − b: dy, −dy */
export const subtractVjp: KernelVjp = {
  kernelName: Sub,
  needs: { a: [], b: [] },
  pull: (dy, input, recorded) => {
    const shape = shapeOf(recorded, input);
    if (input === "a") return unbroadcast(dy, shape);
    const total = sumRepeated(dy, shape);
    const negative = total === dy ? negate(dy) : disposeAfter(negate(total), total);
    return reshapeAndDispose(negative, shape);
  },
  probes: BINARY,
};

/** a b: dy b, dy a */
export const multiplyVjp: KernelVjp = {
  kernelName: Multiply,
  needs: { a: [1], b: [0] },
  pull: (dy, input, recorded) => {
    const other = recorded.saved[input === "a" ? 1 : 0] as TensorInfo;
    return unbroadcastAndDispose(multiply(dy, other), shapeOf(recorded, input));
  },
  probes: BINARY,
};

/** a / b: dy / b, −(dy a) / b² */
export const divideVjp: KernelVjp = {
  kernelName: RealDiv,
  needs: { a: [1], b: [0, 1] },
  pull: (dy, input, recorded) => {
    const [a, b] = recorded.saved as [TensorInfo, TensorInfo];
    const shape = shapeOf(recorded, input);
    if (input === "a") return unbroadcastAndDispose(divide(dy, b), shape);
    const total = unbroadcastAndDispose(multiply(dy, a), shape);
    const squared = square(b);
    const quotient = disposeAfter(divide(total, squared), total, squared);
    return disposeAfter(negate(quotient), quotient);
  },
  probes: BINARY,
};

/** −x: −dy */
export const negateVjp: KernelVjp = {
  kernelName: Neg,
  needs: { x: [] },
  pull: (dy) => negate(dy),
  probes: [{ inputs: { x: [2, 3] }, output: [2, 3] }],
};
