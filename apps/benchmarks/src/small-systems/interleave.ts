import { randomNumbers, shuffled } from "../timing/random-order.js";

/** Something to be timed. */
export interface Entrant {
  readonly name: string;
  run(): void;
}

/** How long to measure. */
export interface InterleaveOptions {
  /** Rounds that are not timed, while the compiler works. */
  readonly warmUp?: number;
  readonly rounds?: number;
  /** Milliseconds of one measurement: calls are repeated to fill it. */
  readonly slice?: number;
  readonly seed?: number;
}

/**
 * Milliseconds of one call of each entrant, round by round. In each round the groups take turns in random order, and so
 * do the entrants of a group, one right after the other: what slows the machine down for a while slows all of a group
 * down, and code that groups share is compiled for all of them.
 */
export function interleave(
  groups: ReadonlyArray<ReadonlyArray<Entrant>>,
  { warmUp = 40, rounds = 101, slice = 4, seed = 1 }: InterleaveOptions = {},
): ReadonlyMap<string, ReadonlyArray<number>> {
  const random = randomNumbers(seed);
  const turns = () => shuffled(groups, random).flatMap((group) => shuffled(group, random));
  for (let round = 0; round < warmUp; round++)
    for (const { run } of turns()) timeOf(run, 1 + (round % 20));
  const calls = new Map(
    turns().map(({ name, run }) => [name, Math.max(1, Math.round(slice / timeOf(run, 10)))]),
  );
  const times = new Map<string, Array<number>>();
  for (const { name } of groups.flat()) times.set(name, []);
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of turns())
      times.get(name)?.push(timeOf(run, calls.get(name) as number));
  }
  return times;
}

function timeOf(run: () => void, calls: number): number {
  const start = performance.now();
  for (let call = 0; call < calls; call++) run();
  return (performance.now() - start) / calls;
}
