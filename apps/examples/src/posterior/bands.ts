import { solve } from "symplectic-adjoint/float64";
import type { PeltFit } from "./fit-pelts.js";
import { logLotkaVolterra } from "./log-lotka-volterra.js";

/** Quantiles of a number over the fits. */
export interface Band {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Points per year. */
const POINTS = 10;

/** The middle 90 per cent. */
export function bandOf(values: ReadonlyArray<number>): Band {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  return { low: at(0.05), median: at(0.5), high: at(0.95) };
}

/** Bands of hare and lynx over time, in thousands. */
export interface Bands {
  /** Years since the first one. */
  readonly times: ReadonlyArray<number>;
  readonly hare: ReadonlyArray<Band>;
  readonly lynx: ReadonlyArray<Band>;
}

/** Solves the equation with all fits, over so many years. */
export function bandsOf(fits: ReadonlyArray<PeltFit>, years: number): Bands {
  const times = Array.from({ length: POINTS * years + 1 }, (_, i) => i / POINTS);
  const curves = fits.map(({ rates, start }) => {
    const f = logLotkaVolterra(rates.map(Math.log));
    return solve(f, start, times, { method: "rk4", differentiate: false }).ys.map(Math.exp);
  });
  const band = (species: number) =>
    times.map((_, i) => bandOf(curves.map((curve) => curve[2 * i + species] as number)));
  return { times, hare: band(0), lynx: band(1) };
}
