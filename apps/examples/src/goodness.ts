import { type PeltYear, SPECIES, type Species } from "./read-pelts.js";

/** How well a trajectory fits the record. */
export interface Goodness {
  /** Mean squared error of the standardised logarithms: the loss of the trained model. */
  readonly loss: number;
  /** Fraction of the variance of the logarithms that it explains; 1 is perfect. */
  readonly explained: Readonly<Record<Species, number>>;
}

/** Compares a trajectory with the record, year by year. */
export function goodnessOf(
  pelts: ReadonlyArray<PeltYear>,
  fitted: ReadonlyArray<PeltYear>,
): Goodness {
  const unexplained = (name: Species): number => {
    const observed = pelts.map((row) => Math.log(row[name]));
    const center = mean(observed);
    const errors = fitted.map((row, i) => Math.log(row[name]) - (observed[i] as number));
    return mean(errors.map((x) => x * x)) / mean(observed.map((x) => (x - center) ** 2));
  };
  const [hare, lynx] = SPECIES.map(unexplained) as [number, number];
  return { loss: (hare + lynx) / 2, explained: { hare: 1 - hare, lynx: 1 - lynx } };
}

/** The largest relative difference between two trajectories, over years and species. */
export function largestDifference(
  one: ReadonlyArray<PeltYear>,
  other: ReadonlyArray<PeltYear>,
): number {
  const differences = one.flatMap((row, i) =>
    SPECIES.map((name) => Math.abs(row[name] / ((other[i] as PeltYear)[name] || 1) - 1)),
  );
  return Math.max(...differences);
}

function mean(values: ReadonlyArray<number>): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
