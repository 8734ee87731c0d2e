import { interleave } from "./interleave.js";

/** How long to measure. */
export interface TimeFunctionsOptions {
  /** Warm-up rounds that are not timed. */
  readonly warmUp?: number;
  readonly rounds?: number;
  /** Milliseconds of one measurement: calls are repeated to fill it. */
  readonly slice?: number;
}

interface Timed {
  run(): void;
  calls: number;
  readonly times: Array<number>;
}

/**
 * Milliseconds of one call of each function, round by round, in this process. Functions of a group, which are compared,
 * are timed directly after each other.
 */
export function timeFunctions<K extends string>(
  groups: ReadonlyArray<Readonly<Record<K, () => void>>>,
  { warmUp = 40, rounds = 101, slice = 4 }: TimeFunctionsOptions = {},
): ReadonlyArray<Readonly<Record<K, ReadonlyArray<number>>>> {
  const timed = groups.map((group) =>
    mapValues(group, (run): Timed => ({ run, calls: 1, times: [] })),
  );
  const order = timed.map((group) => Object.values<Timed>(group));
  for (const { round, item } of interleave<Timed>(order, warmUp + 1 + rounds)) {
    const { run } = item;
    if (round < warmUp) timeOf(run, 1 + (round % 20));
    else if (round === warmUp) item.calls = Math.max(1, Math.round(slice / timeOf(run, 10)));
    else item.times.push(timeOf(run, item.calls));
  }
  return timed.map((group) => mapValues(group, ({ times }) => times));
}

function timeOf(run: () => void, calls: number): number {
  const start = performance.now();
  for (let call = 0; call < calls; call++) run();
  return (performance.now() - start) / calls;
}

function mapValues<K extends string, T, R>(
  values: Readonly<Record<K, T>>,
  map: (value: T) => R,
): Record<K, R> {
  const entries = Object.entries<T>(values).map(([key, value]) => [key, map(value)]);
  return Object.fromEntries(entries) as Record<K, R>;
}
