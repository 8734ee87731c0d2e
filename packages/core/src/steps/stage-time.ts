import { nextAfter } from "./next-after.js";

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
