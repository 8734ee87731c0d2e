import { nextAfter } from "./next-after.js";

/**
 * The time at which a stage after the first is evaluated. At c = 1 it is just before the end of the step: the left limit,
 * so that a jump of f at a grid point is integrated by the side it belongs to.
 */
export function stageTime(t: number, h: number, end: number, c: number): number {
  if (c !== 1) return t + c * h;
  return nextAfter(end, h > 0 ? -1 : 1);
}
