import type { NumberGradient } from "./program.js";

/** Largest difference, relative to the largest number of each part. */
export function distance(found: NumberGradient, expected: NumberGradient): number {
  const gaps = (Object.keys(expected) as Array<keyof NumberGradient>).map((part) => {
    const size = Math.max(1, ...expected[part].map(Math.abs));
    if (found[part].length !== expected[part].length) return Number.POSITIVE_INFINITY;
    return Math.max(
      0,
      ...expected[part].map((x, i) => Math.abs(x - (found[part][i] as number)) / size),
    );
  });
  return Math.max(...gaps);
}
