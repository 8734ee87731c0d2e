import { InvalidTimesError, type Requirement } from "@symplectic-adjoint/core";

/** A grid is a list of finite numbers, strictly increasing or strictly decreasing. */
export const explicitGridRequirement: Requirement = {
  problemOf: problemOfGrid,
  remedy:
    "Write, for example, grid: [0, 0.1, 0.3, 1]. Sort it in the direction of the output times, and remove repeated times.",
  error: InvalidTimesError,
};

function problemOfGrid(grid: unknown): string | undefined {
  if (!Array.isArray(grid) || grid.length === 0 || !Array.from(grid).every(Number.isFinite))
    return "must be a non-empty array of finite numbers";
  const increases = grid.length < 2 || grid[1] > grid[0];
  for (let i = 1; i < grid.length; i++) {
    if (increases ? grid[i] > grid[i - 1] : grid[i] < grid[i - 1]) continue;
    return `must be strictly ${increases ? "increasing" : "decreasing"}, but grid[${i - 1}] = ${grid[i - 1]} is followed by grid[${i}] = ${grid[i]}`;
  }
  return undefined;
}

/**
 * Asserts that a grid begins and ends with the outputs and contains every one of them, bitwise.
 *
 * @throws InvalidTimesError naming the missing time.
 */
export function requireOutputsIn(
  grid: ReadonlyArray<number>,
  outputs: ReadonlyArray<number>,
): void {
  if (outputs.length === 0) return;
  const first = outputs[0] as number;
  const last = outputs[outputs.length - 1] as number;
  if (grid[0] !== first) {
    const reversed = grid.length > 1 && grid[0] === last && grid[grid.length - 1] === first;
    throw new InvalidTimesError({
      argument: "grid",
      value: grid,
      problem: `must start at the first output time, ${first}`,
      remedy: reversed
        ? "Reverse it: the grid must have the direction of the output times."
        : `Write grid: [${first}, …].`,
    });
  }
  let i = 0;
  for (const output of outputs) {
    // Both are monotone, so one pass suffices.
    let k = i;
    while (k < grid.length && grid[k] !== output) k++;
    if (k === grid.length) throw missing(grid, output);
    i = k;
  }
  if (grid[grid.length - 1] !== last) {
    throw new InvalidTimesError({
      argument: "grid",
      value: grid,
      problem: `must end at the last output time, ${last}, but ends at ${grid[grid.length - 1]}`,
      remedy: "End it there, or add an output time at its end.",
    });
  }
}

function missing(grid: ReadonlyArray<number>, output: number): InvalidTimesError {
  const nearest = grid.reduce((a, b) => (Math.abs(b - output) < Math.abs(a - output) ? b : a));
  return new InvalidTimesError({
    argument: "grid",
    value: grid,
    problem: `does not contain the output time ${output}`,
    remedy: `Add exactly ${output}; the nearest time in the grid is ${nearest}.`,
  });
}
