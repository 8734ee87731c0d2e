import { quantile } from "./quantile.js";

/** Seconds of a call in each round; undefined in rounds without a call. */
export type Series = ReadonlyArray<number | undefined>;

/** A ratio of times over the rounds in which both were taken. */
export interface Ratio {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  readonly rounds: number;
}

/** Numerator ÷ denominator in each round. Undefined if no round has both. */
export function ratioOf(
  numerator: Series | undefined,
  denominator: Series | undefined,
): Ratio | undefined {
  if (numerator === undefined || denominator === undefined) return undefined;
  const ratios = numerator.flatMap((above, round) => {
    const below = denominator[round];
    return above === undefined || below === undefined ? [] : [above / below];
  });
  if (ratios.length === 0) return undefined;
  const [lower, median, upper] = [0.25, 0.5, 0.75].map((q) => quantile(ratios, q));
  return { median, lower, upper, rounds: ratios.length } as Ratio;
}

/** Σ weights_i · series_i, in rounds in which all have a value. */
export function weightedSeries(
  weights: ReadonlyArray<number>,
  series: ReadonlyArray<Series | undefined>,
): Series | undefined {
  const [first] = series;
  if (first === undefined || series.includes(undefined)) return undefined;
  return first.map((_, round) => {
    let sum = 0;
    for (const [i, each] of series.entries()) {
      const value = each?.[round];
      if (value === undefined) return undefined;
      sum += (weights[i] as number) * value;
    }
    return sum;
  });
}

/** The median of the defined values. */
export function medianOf(series: Series | undefined): number | undefined {
  const values = (series ?? []).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : quantile(values, 0.5);
}
