import { InvalidArgumentError } from "@symplectic-adjoint/core";

/** The steps of an integration: start and signed length. Accepted steps of a solver have this type. */
export type PlainSteps = ReadonlyArray<{ readonly t: number; readonly h: number }>;

/** Cotangents of the states at the grid points 0 … N of N steps; undefined is zero. */
export type GridCotangents = ReadonlyArray<ArrayLike<number> | undefined>;

/**
 * N equal steps from t0 to t1.
 *
 * @example
 * uniformSteps(0, 1, 2); // [{ t: 0, h: 0.5 }, { t: 0.5, h: 0.5 }]
 */
export function uniformSteps(t0: number, t1: number, count: number): PlainSteps {
  const h = (t1 - t0) / count;
  return Array.from({ length: count }, (_, n) => ({ t: t0 + n * h, h }));
}

/**
 * The steps between the points of a grid.
 *
 * @example
 * stepsBetween([0, 0.25, 1]); // [{ t: 0, h: 0.25 }, { t: 0.25, h: 0.75 }]
 */
export function stepsBetween(grid: ReadonlyArray<number>): PlainSteps {
  return grid.slice(1).map((end, n) => {
    const t = grid[n] as number;
    return { t, h: end - t };
  });
}

/** A cotangent of the last state only. */
export function atEnd(steps: PlainSteps, cotangent: ArrayLike<number>): GridCotangents {
  return [...new Array<undefined>(steps.length).fill(undefined), cotangent];
}

/** @throws InvalidArgumentError unless there is one entry for each grid point. */
export function checkCotangents(cotangents: GridCotangents, steps: number): void {
  if (cotangents.length === steps + 1) return;
  throw new InvalidArgumentError({
    argument: "cotangents",
    value: cotangents.length,
    problem: `must have ${steps + 1} entries, one for each grid point of ${steps} steps`,
    remedy: "Pass undefined where there is no cotangent, or use atEnd(steps, cotangent).",
  });
}
