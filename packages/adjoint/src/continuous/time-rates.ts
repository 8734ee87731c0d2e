import {
  type Gradients,
  nextAfter,
  type PassStatistics,
  type Problem,
  type State,
  type TimesRequest,
} from "@symplectic-adjoint/core";
import { gridMotion, type TimeShare } from "../times/grid-motion.js";
import { type ScalarSum, scalarSum } from "../times/scalar-sum.js";

/** Which side of a discontinuity of f at a time: the earlier one in the direction of integration, or the later one. */
export type Side = "before" | "after";

/** The gradients for times of the continuous adjoint, while they are collected. */
export interface TimeRates<A> {
  readonly wanted: TimesRequest;
  /** By how much the time of an output moves with the requested times: its own, by its index, or that of a step. */
  sharesOf(t: number, index: number | undefined): ReadonlyArray<TimeShare>;
  /** Adds weight · scalar, which is borrowed, to the gradient for one of the times. */
  add(list: keyof TimesRequest, index: number, weight: number, scalar: A | number): void;
  /** cotangent · f(t, y), with one evaluation of f. In the open scope. */
  along(cotangent: State<A>, t: number, y: State<A>, side: Side): A | number;
  /** The requested gradients. The open scope owns them, or the caller. */
  finish(): Pick<Gradients<A>, keyof TimesRequest>;
  /** Frees everything. */
  release(): void;
}

/** Zero gradients for the requested times. */
export function timeRates<A>(
  problem: Problem<A>,
  pass: PassStatistics,
  wanted: TimesRequest,
): TimeRates<A> {
  const { backend, dynamics, times } = problem;
  const direction = (times[times.length - 1] as number) < (times[0] as number) ? -1 : 1;
  const lists = ["times", "stepT", "jumpT"] as const;
  const sumsOf = (list: keyof TimesRequest): ReadonlyArray<ScalarSum<A>> =>
    wanted[list] ? problem[list].map(() => scalarSum(backend)) : [];
  const sums = { times: sumsOf("times"), stepT: sumsOf("stepT"), jumpT: sumsOf("jumpT") };
  const motion = gridMotion(problem, wanted);
  return {
    wanted,
    sharesOf(t, index) {
      if (index === undefined) return motion(t);
      return wanted.times === true ? [{ list: "times", index, share: 1 }] : [];
    },
    add: (list, index, weight, scalar) => sums[list][index]?.add(weight, scalar),
    along(cotangent, t, y, side) {
      pass.evaluations++;
      const back = direction > 0 ? -1 : 1;
      const at = side === "before" ? nextAfter(t, back) : firstTime(problem, t, direction);
      return backend.dot(cotangent, dynamics.evaluate(at, y));
    },
    finish() {
      const made: Array<A> = [];
      let finished = false;
      try {
        const entries = lists
          .filter((list) => wanted[list])
          .map((list) => {
            const values = sums[list].map((sum) => {
              const value = sum.value();
              if (typeof value !== "number") made.push(value);
              return value;
            });
            return [list, values] as const;
          });
        finished = true;
        return Object.fromEntries(entries);
      } finally {
        if (!finished) backend.release(made);
      }
    },
    release() {
      for (const list of lists) for (const sum of sums[list]) sum.release();
    },
  };
}

/** The time at which f is evaluated at the start of a step there. */
function firstTime<A>({ jumpT }: Problem<A>, t: number, direction: 1 | -1): number {
  return jumpT.includes(t) ? nextAfter(t, direction) : t;
}
