/**
 * A Float64Array of which the listed components are known to exist, so that formulas can be written as on paper.
 *
 * @example
 * const speed = (v: Vec<0 | 1>): number => Math.hypot(v[0], v[1]);
 */
export type Vec<Index extends number> = Float64Array & Record<Index, number>;
