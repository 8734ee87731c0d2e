import type { Method, Problem } from "@symplectic-adjoint/core";
import { mergedTimes } from "./merged-times.js";

/** A time at which a step must end. */
export interface TimeStop {
  readonly time: number;
  /** Whether f is discontinuous here. */
  readonly jump: boolean;
}

const NO_JUMPS: ReadonlySet<number> = new Set();

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
  const span = { first: times[0] as number, last: times[times.length - 1] as number };
  const merged = mergedTimes(span, [outputs, own, stepT, jumpT]);
  return new TimeStops(merged, jumpT.length === 0 ? NO_JUMPS : new Set(jumpT));
}

function withoutRepeats(times: ReadonlyArray<number>): ReadonlyArray<number> {
  const repeats = (t: number, i: number) => i > 0 && t === times[i - 1];
  return times.some(repeats) ? times.filter((t, i) => !repeats(t, i)) : times;
}
