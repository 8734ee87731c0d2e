import type { Problem } from "@symplectic-adjoint/core";

/** A time at which a step must end. */
export interface TimeStop {
  readonly time: number;
  /** Index of the output at this time, or −1. */
  readonly output: number;
  /** Whether f is discontinuous here. */
  readonly jump: boolean;
}

/** The times at which steps must end, in the order of integration: a typed array, because there may be millions. */
export class TimeStops implements Iterable<TimeStop> {
  readonly length: number;
  readonly #times: Float64Array;
  readonly #outputs: ReadonlyMap<number, number>;
  readonly #jumps: ReadonlySet<number>;

  constructor(
    times: Float64Array,
    outputs: ReadonlyMap<number, number>,
    jumps: ReadonlySet<number>,
  ) {
    this.length = times.length;
    this.#times = times;
    this.#outputs = outputs;
    this.#jumps = jumps;
  }

  /** The time of a stop. */
  time(index: number): number {
    return this.#times[index] as number;
  }

  /** Index of the output at a stop, or −1. */
  output(index: number): number {
    return this.#outputs.get(this.time(index)) ?? -1;
  }

  /** Whether f is discontinuous at a stop. */
  jumps(index: number): boolean {
    return this.#jumps.size > 0 && this.#jumps.has(this.time(index));
  }

  /** The stops in the order in which they are reached. */
  *[Symbol.iterator](): Generator<TimeStop> {
    for (let i = 0; i < this.length; i++)
      yield { time: this.time(i), output: this.output(i), jump: this.jumps(i) };
  }
}

/**
 * All times that the grid must contain after the first, in the order of integration: outputs, step times, jump times
 * and the controller's own. Step and jump times outside the span are ignored.
 */
export function timeStops(
  problem: Pick<Problem<unknown>, "times" | "stepT" | "jumpT" | "controller">,
): TimeStops {
  const { times, stepT, jumpT, controller } = problem;
  const outputAt = new Map<number, number>();
  for (let i = 1; i < times.length; i++) outputAt.set(times[i] as number, i);
  const own = controller.requiredTimes?.(times) ?? [];
  return new TimeStops(mergedTimes(times, [times, stepT, jumpT, own]), outputAt, new Set(jumpT));
}

/** The times in some lists that lie after the first output and not after the last, each once, in order. */
function mergedTimes(
  outputs: ReadonlyArray<number>,
  lists: ReadonlyArray<ReadonlyArray<number>>,
): Float64Array {
  const first = outputs[0] as number;
  const last = outputs[outputs.length - 1] as number;
  const direction = last < first ? -1 : 1;
  const all = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let count = 0;
  for (const list of lists) {
    for (const t of list) {
      // The sum turns −0 into 0.
      if ((t - first) * direction > 0 && (last - t) * direction >= 0) all[count++] = t + 0;
    }
  }
  const sorted = all.subarray(0, count).sort();
  if (direction < 0) sorted.reverse();
  let distinct = 0;
  for (const t of sorted) if (distinct === 0 || t !== sorted[distinct - 1]) sorted[distinct++] = t;
  return sorted.subarray(0, distinct);
}
