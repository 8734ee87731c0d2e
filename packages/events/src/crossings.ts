import type { Sample } from "./bracket.js";

/** A change of sign between two samples. */
export interface Crossing {
  /** Index of the event. */
  readonly event: number;
  readonly before: Sample;
  readonly after: Sample;
}

/**
 * The changes of sign in the direction of an event. A sample that is exactly zero counts as after the crossing; a sign
 * that follows a zero is no crossing.
 *
 * @param side The sign just before the first sample; 0 if it is not known.
 */
export function crossingsOf(
  event: number,
  direction: -1 | 0 | 1,
  side: number,
  samples: ReadonlyArray<Sample>,
): ReadonlyArray<Crossing> {
  const crossings: Array<Crossing> = [];
  let sign = side;
  let before: Sample = { theta: samples[0]?.theta ?? 0, value: side * Number.MIN_VALUE };
  for (const after of samples) {
    const next = Math.sign(after.value);
    if (isCrossing(direction, sign, next)) crossings.push({ event, before, after });
    sign = next;
    before = after;
  }
  return crossings;
}

/** Whether a change of sign counts as an event. */
export function isCrossing(direction: -1 | 0 | 1, from: number, to: number): boolean {
  return from !== 0 && from !== to && (direction === 0 || direction === -from);
}
