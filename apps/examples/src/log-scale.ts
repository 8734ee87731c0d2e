import { type PeltYear, SPECIES, type Species } from "./read-pelts.js";

/** Hare and lynx, as one state of the model. */
export type Pair = readonly [hare: number, lynx: number];

/** Converts between thousands of pelts and standardised logarithms, the coordinates of the model. */
export interface LogScale {
  /** Logarithm, minus its mean over the years, over its standard deviation. */
  toModel(pelts: PeltYear): Pair;
  toThousands(state: Pair): Pair;
}

/**
 * Populations grow and shrink in proportion to their size, so their logarithms are the natural coordinates: errors are
 * relative, and predictions are always positive. After standardisation, tanh units with ordinary weights can resolve
 * them.
 */
export function fitLogScale(pelts: ReadonlyArray<PeltYear>): LogScale {
  const [hare, lynx] = SPECIES.map((name) => moments(pelts, name)) as [Moments, Moments];
  return {
    toModel: (row) => [
      (Math.log(row.hare) - hare.mean) / hare.deviation,
      (Math.log(row.lynx) - lynx.mean) / lynx.deviation,
    ],
    toThousands: ([h, l]) => [
      Math.exp(hare.mean + hare.deviation * h),
      Math.exp(lynx.mean + lynx.deviation * l),
    ],
  };
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

function moments(pelts: ReadonlyArray<PeltYear>, name: Species): Moments {
  const logs = pelts.map((row) => Math.log(row[name]));
  const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
  const variance = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / logs.length;
  return { mean, deviation: Math.sqrt(variance) };
}
