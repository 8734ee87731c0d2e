import type { Method, Problem } from "@symplectic-adjoint/core";

/** A time at which a step must end. */
export interface TimeStop {
  readonly time: number;
  /** Whether f is discontinuous here. */
  readonly jump: boolean;
}

/** The times at which steps must end, in the order of integration: a typed array, because there may be millions. */
export class TimeStops implements Iterable<TimeStop> {
  readonly length: number;
  readonly #times: Float64Array;
  readonly #jumps: ReadonlySet<number>;

  constructor(times: Float64Array, jumps: ReadonlySet<number>) {
    this.length = times.length;
    this.#times = times;
    this.#jumps = jumps;
  }

  /** The time of a stop. */
  time(index: number): number {
    return this.#times[index] as number;
  }

  /** Whether f is discontinuous at a stop. */
  jumps(index: number): boolean {
    return this.#jumps.size > 0 && this.#jumps.has(this.time(index));
  }

  /** The stops in the order in which they are reached. */
  *[Symbol.iterator](): Generator<TimeStop> {
    for (let i = 0; i < this.length; i++) yield { time: this.time(i), jump: this.jumps(i) };
  }
}

/** Whether outputs may lie within steps: they are to be interpolated, and the method can. */
export function interpolatesOutputs({
  interpolates,
  method,
}: {
  readonly interpolates?: boolean | undefined;
  readonly method?: Pick<Method, "interpolation"> | undefined;
}): boolean {
  return interpolates === true && method?.interpolation !== undefined;
}

/**
 * All times that the grid must contain after the first, in the order of integration: outputs (the last one alone if
 * outputs are interpolated), step times, jump times and the controller's own. Step and jump times outside the span are
 * ignored.
 */
export function timeStops(
  problem: Pick<Problem<unknown>, "times" | "stepT" | "jumpT" | "controller" | "interpolates"> & {
    readonly method?: Pick<Method, "interpolation"> | undefined;
  },
): TimeStops {
  const { stepT, jumpT, controller } = problem;
  const interpolates = interpolatesOutputs(problem);
  const times = withoutRepeats(problem.times);
  const own = controller.requiredTimes?.(times, undefined, interpolates) ?? [];
  const outputs = interpolates ? times.slice(-1) : times;
  return new TimeStops(mergedTimes(times, [outputs, stepT, jumpT, own]), new Set(jumpT));
}

function withoutRepeats(times: ReadonlyArray<number>): ReadonlyArray<number> {
  const repeats = (t: number, i: number) => i > 0 && t === times[i - 1];
  return times.some(repeats) ? times.filter((t, i) => !repeats(t, i)) : times;
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
