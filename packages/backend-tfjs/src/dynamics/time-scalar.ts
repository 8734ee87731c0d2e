import { nextAfter } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { scalar } from "../kernels/kernels.js";

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The time as a scalar tensor, on the same side of a discontinuity as the number: see {@link roundTime}. */
export function timeScalar(t: number): Tensor {
  return scalar(roundTime(t));
}

/**
 * A time in single precision. The double just beside a float32 value is the one-sided limit of a discontinuity there: it
 * becomes the float32 value just beside, and not the discontinuity itself, where f would be taken from the wrong side.
 *
 * @example
 * roundTime(nextAfter(0.5, -1)); // 0.49999997, not 0.5
 */
export function roundTime(t: number): number {
  const near = Math.fround(t);
  if (near === t || !Number.isFinite(near)) return near;
  const side = t > near ? 1 : -1;
  return nextAfter(near, side) === t ? nextFloat(near, side) : near;
}

/** The float32 value next to a float32 value. */
function nextFloat(x: number, direction: 1 | -1): number {
  if (x === 0) return direction * 2 ** -149;
  float[0] = x;
  bits[0] = (bits[0] as number) + (x > 0 === direction > 0 ? 1 : -1);
  return float[0] as number;
}
