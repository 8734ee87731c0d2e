import { setImmediate } from "node:timers/promises";

/** A median time, and the number of runs. */
export interface MedianTime {
  readonly milliseconds: number;
  readonly runs: number;
}

/**
 * Milliseconds that `body` takes: the median of `runs`, so that one interruption does not matter. After `signal`
 * aborts, the median of the runs done so far, at least one.
 */
export async function medianTime(
  body: () => Promise<unknown>,
  signal?: AbortSignal,
  runs = 7,
): Promise<MedianTime> {
  const times: Array<number> = [];
  while (times.length < runs && !(times.length > 0 && signal?.aborted)) {
    const begin = performance.now();
    await body();
    times.push(performance.now() - begin);
    await setImmediate();
  }
  times.sort((a, b) => a - b);
  return { milliseconds: times[times.length >> 1] as number, runs: times.length };
}
