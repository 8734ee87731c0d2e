import type * as tf from "@tensorflow/tfjs";
import { odeint } from "symplectic-adjoint";
import { largestDifference } from "./goodness.js";
import type { LogScale, Pair } from "./log-scale.js";
import type { PeltYear } from "./read-pelts.js";
import { STEPS } from "./steps.js";
import type { Fit } from "./train.js";

/** Trajectories of the trained model. */
export interface Trajectory {
  /** At the years of the record, with the steps of the training. */
  readonly atYears: ReadonlyArray<PeltYear>;
  /** Twenty times a year, with steps a tenth as long. */
  readonly curve: ReadonlyArray<PeltYear>;
  /** The largest relative difference between the two: small if the steps were short enough for the learned field. */
  readonly stepError: number;
}

const POINTS_PER_YEAR = 20;

/** Solves the fitted equation over the years of the record. */
export async function trajectoryOf(
  fit: Fit,
  pelts: ReadonlyArray<PeltYear>,
  scale: LogScale,
): Promise<Trajectory> {
  const [first] = pelts as [PeltYear];
  const solve = async (times: ReadonlyArray<number>, stepsPerInterval: number) => {
    const states = await statesAt(fit, times, stepsPerInterval);
    return states.map((state, i) => {
      const [hare, lynx] = scale.toThousands(state);
      return { year: first.year + (times[i] as number), hare, lynx };
    });
  };
  const years = pelts.map(({ year }) => year - first.year);
  const points = POINTS_PER_YEAR * (pelts.length - 1) + 1;
  const atYears = await solve(years, STEPS.stepsPerInterval);
  const curve = await solve(
    Array.from({ length: points }, (_, i) => i / POINTS_PER_YEAR),
    1,
  );
  const fineAtYears = curve.filter((_, i) => i % POINTS_PER_YEAR === 0);
  return { atYears, curve, stepError: largestDifference(atYears, fineAtYears) };
}

async function statesAt(
  { model, start }: Fit,
  times: ReadonlyArray<number>,
  stepsPerInterval: number,
): Promise<ReadonlyArray<Pair>> {
  const ys = odeint(model.field, start as tf.Tensor, times, { ...STEPS, stepsPerInterval });
  const values = await ys.data();
  ys.dispose();
  return times.map((_, i) => [values[2 * i] as number, values[2 * i + 1] as number]);
}
