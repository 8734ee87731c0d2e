import type { RecordedSolve } from "./recorded-solve.js";

/** The times of the rows, with those of the user moved. */
export function movedRowTimes(
  times: ReadonlyArray<number>,
  outputTimes: ReadonlyArray<number> = times,
  moved: ArrayLike<number> | undefined,
): ReadonlyArray<number> {
  if (moved === undefined) return outputTimes;
  let next = 0;
  return outputTimes.map((time) => {
    if (times[next] !== time) return time;
    return moved[next++] as number;
  });
}

/** The first row of each entry of the outputs. */
export function firstRowsOf<A>({
  rows,
  entries,
}: Pick<RecordedSolve<A>, "rows" | "entries">): ReadonlyArray<number> {
  let row = 0;
  return Array.from({ length: entries }, (_, i) => {
    const first = row;
    row += rows?.[i] ?? 1;
    return first;
  });
}
