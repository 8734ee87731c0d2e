import { solve } from "symplectic-adjoint/float64";
import { logLotkaVolterra } from "./log-lotka-volterra.js";
import { normals } from "./normals.js";

/** What one fit starts from. */
export interface FitInput {
  /** Chooses the noise; 0: none. */
  readonly seed: number;
  readonly iterations: number;
}

/** Rates and the first state that fit a record best. */
export interface PeltFit {
  readonly seed: number;
  /** α, β, γ, δ. */
  readonly rates: Float64Array;
  /** Logarithms of hare and lynx in the first year. */
  readonly start: Float64Array;
  /** Mean squared error of the logarithms. */
  readonly loss: number;
}

/** Standard deviation of the logarithm of a year's pelts, estimated with the rates by Carpenter (2018). */
const NOISE = 0.25;

/** Rates per year, near those that fit. */
const FIRST_RATES = [0.5, 0.025, 0.8, 0.025];

/** Steps as short as this resolve the cycles to four digits. */
export const STEPS = { method: "rk4", stepsPerInterval: 5 } as const;

/**
 * Fits the equation to a record that is as noisy again: fits with many seeds are a sample of the posterior, exactly so for
 * linear models (randomize, then optimize: Bardsley, Solonen, Haario & Laine 2014, doi 10.1137/140964023).
 *
 * @param record Logarithms of hare and lynx, year by year.
 */
export function fitPelts(record: Float64Array, { seed, iterations }: FitInput): PeltFit {
  const next = normals(seed);
  const target = record.map((value) => (seed === 0 ? value : value + NOISE * next()));
  const years = Array.from({ length: target.length / 2 }, (_, year) => year);
  const values = Float64Array.of(...FIRST_RATES.map(Math.log), ...target.subarray(0, 2));
  const step = adam(values, 0.03);
  let loss = Number.NaN;
  for (let i = 0; i < iterations; i++) {
    const theta = values.slice(0, 4);
    const solution = solve(logLotkaVolterra(theta), values.slice(4), years, STEPS);
    const errors = solution.ys.map((y, j) => y - (target[j] as number));
    loss = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
    const { y0, parameters } = solution.pullback(
      errors.map((error) => (2 * error) / errors.length),
    );
    solution.dispose();
    step([...(parameters[0] as Float64Array), ...y0], 1 - i / iterations);
  }
  return { seed, rates: values.slice(0, 4).map(Math.exp), start: values.slice(4), loss };
}

/** Adam (Kingma & Ba 2015, arXiv 1412.6980), which changes `values` in place. */
function adam(values: Float64Array, rate: number) {
  const first = new Float64Array(values.length);
  const second = new Float64Array(values.length);
  let count = 0;
  return (gradient: ReadonlyArray<number>, scale: number): void => {
    count++;
    gradient.forEach((g, i) => {
      const m = 0.9 * (first[i] as number) + 0.1 * g;
      const v = 0.999 * (second[i] as number) + 0.001 * g * g;
      first[i] = m;
      second[i] = v;
      const change = m / (1 - 0.9 ** count) / (Math.sqrt(v / (1 - 0.999 ** count)) + 1e-8);
      values[i] = (values[i] as number) - rate * scale * change;
    });
  };
}
