import { checkValue, InvalidArgumentError, must, required } from "@symplectic-adjoint/core";
import { type Tensor, type Tensor2D, type Tensor3D, tensor } from "@tensorflow/tfjs-core";
import { checkTensor } from "../checks/check-tensor.js";
import { timesRequirement } from "../checks/times.js";

/** One series: a row of numbers at each of its times. */
export interface Observations {
  /** Strictly increasing. */
  readonly times: ReadonlyArray<number>;
  /** One row for each time, all of the same length. */
  readonly values: ReadonlyArray<ReadonlyArray<number>>;
}

/** A batch of series at the union of their times. */
export interface Series {
  /** The times of all series, strictly increasing, at least two. */
  readonly times: ReadonlyArray<number>;
  /** Shape [batch, times, dimension]; 0 where a series has no observation. */
  readonly values: Tensor3D;
  /** Shape [batch, times]: 1 where a series has an observation, else 0. */
  readonly mask: Tensor2D;
}

/**
 * A batch of series, each with times of its own, at the union of these times. `values` and `mask` are yours to dispose of.
 *
 * @example
 * const series = irregularSeries([
 *   { times: [0, 0.5], values: [[1], [2]] },
 *   { times: [0.2, 0.5, 1], values: [[3], [4], [5]] },
 * ]);
 * series.times; // [0, 0.2, 0.5, 1]
 */
export function irregularSeries(samples: ReadonlyArray<Observations>): Series {
  checkValue("samples", samples, samplesRequirement);
  const times = [...new Set(samples.flatMap((sample) => sample.times))].sort((a, b) => a - b);
  checkValue("The times of all samples", times, timesRequirement);
  const dimension = samples[0]?.values[0]?.length as number;
  const place = new Map(times.map((t, i) => [t, i]));
  const values = new Float32Array(samples.length * times.length * dimension);
  const mask = new Float32Array(samples.length * times.length);
  for (const [b, sample] of samples.entries()) {
    for (const [k, t] of sample.times.entries()) {
      const row = b * times.length + (place.get(t) as number);
      mask[row] = 1;
      values.set(sample.values[k] as ReadonlyArray<number>, row * dimension);
    }
  }
  return {
    times,
    values: tensor(values, [samples.length, times.length, dimension]) as Tensor3D,
    mask: tensor(mask, [samples.length, times.length]) as Tensor2D,
  };
}

/** @throws OdeError if this is no batch of series of rows of `dimension` numbers. */
export function checkSeries(series: unknown, dimension: number): void {
  const remedy = "Write irregularSeries([{ times, values }]).";
  if (typeof series !== "object" || series === null) {
    const problem = "must be an object with times, values and mask";
    throw new InvalidArgumentError({ argument: "series", value: series, problem, remedy });
  }
  const { times, values, mask } = series as Partial<Series>;
  checkValue("series.times", times, timesRequirement);
  const length = (times as ReadonlyArray<number>).length;
  checkTensor("series.values", values, [null, length, dimension], remedy);
  checkTensor("series.mask", mask, [(values as Tensor).shape[0] as number, length], remedy);
}

const samplesRequirement = required(
  must(
    isListOfSamples,
    "must be a list of series with increasing times, and a row of finite numbers for each, all of the same length",
    "Write [{ times: [0, 1], values: [[1], [2]] }], say.",
  ),
);

function isListOfSamples(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  const samples = Array.from(value) as ReadonlyArray<Observations>;
  const dimension = samples[0]?.values?.[0]?.length ?? 0;
  if (!(dimension > 0)) return false;
  const isRow = (row: unknown) =>
    Array.isArray(row) && row.length === dimension && Array.from(row).every(Number.isFinite);
  return samples.every(
    ({ times, values }) =>
      Array.isArray(times) &&
      Array.isArray(values) &&
      times.length === values.length &&
      Array.from(times).every((t, i) => Number.isFinite(t) && (i === 0 || t > times[i - 1])) &&
      Array.from(values).every(isRow),
  );
}
