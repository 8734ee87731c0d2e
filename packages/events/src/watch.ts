import type { Sample } from "./bracket.js";

/** What is known about a condition at the start of the next step. */
export interface Watch {
  /** Its value; undefined if the state or the solution before it is another one, so that it must be evaluated. */
  value: number | undefined;
  /** Values up to this, at the start, count as zero: the integration continues from where the condition is zero. */
  quiet: number;
  /** The sign before a crossing that happened at the start, but has not counted yet; 0 if there is none. */
  pending: number;
  /** How many of its events were found. */
  count: number;
}

/** The watch of a condition of which nothing is known. */
export function newWatch(count = 0): Watch {
  return { value: undefined, quiet: 0, pending: 0, count };
}

/** Values of a condition within one step. */
export interface Sampled {
  /** The sign just before the first sample; 0 if it is not known. */
  readonly side: number;
  /** In order of θ, from 0 to 1. */
  readonly samples: ReadonlyArray<Sample>;
}

/** The largest absolute value among the samples. */
export function scaleOf(samples: ReadonlyArray<Sample>): number {
  return samples.reduce((largest, { value }) => Math.max(largest, Math.abs(value)), 0);
}
