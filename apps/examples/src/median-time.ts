import { setImmediate } from "node:timers/promises";

/** How often something was timed, and what came out. */
export interface MedianTime {
  readonly milliseconds: number;
  readonly runs: number;
}

/**
 * Milliseconds that `body` takes: the median of `runs`, so that one interruption does not count. Once `signal` aborts, those
 * that were done have to do; one is always done.
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
