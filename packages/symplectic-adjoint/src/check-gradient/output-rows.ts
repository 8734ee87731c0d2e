import type { RecordedSolve } from "./recorded-solve.js";

/** The times of the rows, with those of the user moved. */
export function movedRowTimes(
  times: ReadonlyArray<number>,
  outputTimes: ReadonlyArray<number> | undefined,
  moved: ArrayLike<number> | undefined,
): ReadonlyArray<number> {
  const rowTimes = outputTimes ?? times;
  if (moved === undefined) return rowTimes;
  let next = 0;
  return rowTimes.map((time) => {
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
