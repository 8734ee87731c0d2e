import {
  InvalidArgumentError,
  InvalidToleranceError,
  UnknownOptionError,
} from "@symplectic-adjoint/core";
import type { ContinuousAdjointOptions } from "./continuous-adjoint-options.js";

const CONTINUOUS = ["rtol", "atol", "tableau", "controller", "norm", "maxNumSteps"];

/**
 * Refuses options that the factory of an adjoint would not read.
 *
 * @throws UnknownOptionError naming the option.
 */
export function rejectUnknownOptions(
  owner: string,
  options: object,
  known: ReadonlyArray<string>,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name)) continue;
    throw new UnknownOptionError({
      argument: name,
      value,
      problem: `is not an option of ${owner}`,
      remedy: `Its options are ${known.join(", ")}.`,
    });
  }
}

/**
 * Refuses options of the continuous adjoint that cannot be meant.
 *
 * @throws UnknownOptionError | InvalidToleranceError | InvalidArgumentError
 */
export function checkContinuousOptions<A>(options: ContinuousAdjointOptions<A>): void {
  rejectUnknownOptions("continuousAdjoint", options, CONTINUOUS);
  const { rtol, atol, norm, maxNumSteps } = options;
  checkPositive("rtol", rtol);
  checkPositive("atol", atol);
  const isNorm = norm === undefined || norm === "default" || norm === "seminorm";
  if (!isNorm && typeof norm !== "function") {
    throw new InvalidArgumentError({
      argument: "norm",
      value: norm,
      problem: "must be a function, or the name of one",
      remedy: 'Write norm: "seminorm", or norm: ({ y, lambda, theta }) => ….',
    });
  }
  const isCount = Number.isInteger(maxNumSteps) || maxNumSteps === Number.POSITIVE_INFINITY;
  if (maxNumSteps !== undefined && !(isCount && maxNumSteps > 0)) {
    throw new InvalidArgumentError({
      argument: "maxNumSteps",
      value: maxNumSteps,
      problem: "must be a positive integer",
      remedy: "Write maxNumSteps: 100000, or leave it out.",
    });
  }
}

function checkPositive(
  argument: string,
  tolerance: number | ReadonlyArray<number> | undefined,
): void {
  if (tolerance === undefined) return;
  const list = Array.isArray(tolerance) ? tolerance : [tolerance];
  if (list.every((value) => Number.isFinite(value) && value > 0)) return;
  throw new InvalidToleranceError({
    argument,
    value: tolerance,
    problem: "must be positive and finite",
    remedy: `Write ${argument}: 1e-6, say.`,
  });
}
