/** Nodes this close to 0 or 1 are treated as 0 or 1 (the tolerance of the conditions on tableaux). */
const ROUNDING = 1e-12;

/**
 * The time at which a stage after the first is evaluated, which is inside the step for c from 0 to 1. At c = 1 it is
 * just before the end of the step: the left limit, so that a discontinuity of f at a grid point belongs to the correct
 * step.
 */
export function stageTime(t: number, h: number, end: number, c: number): number {
  // Below 1 by more than the roundings of h, c h and the sum, the time cannot pass the end.
  if (c > ROUNDING && c < 1 - ROUNDING) return t + c * h;
  if (Math.abs(c) <= ROUNDING) return t;
  if (Math.abs(c - 1) <= ROUNDING) return nextAfter(end, h > 0 ? -1 : 1);
  return t + c * h;
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
// The word order depends on the endianness of the machine.
double[0] = 1;
const [low, high] = words[0] === 0 ? [0, 1] : [1, 0];

/**
 * The double next to `x` in the given direction (the IEEE 754 operations nextUp and nextDown).
 *
 * @example nextAfter(1, -1); // 0.9999999999999999
 */
export function nextAfter(x: number, direction: 1 | -1): number {
  if (!Number.isFinite(x)) return x;
  if (x === 0) return direction * Number.MIN_VALUE;
  double[0] = x;
  const away = x > 0 === direction > 0;
  const bits = words as Uint32Array & Record<number, number>;
  if (away) {
    bits[low] = (bits[low] as number) + 1;
    if (bits[low] === 0) bits[high] = (bits[high] as number) + 1;
  } else {
    if (bits[low] === 0) bits[high] = (bits[high] as number) - 1;
    bits[low] = (bits[low] as number) - 1;
  }
  return double[0] as number;
}
