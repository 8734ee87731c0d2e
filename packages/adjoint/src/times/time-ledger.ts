import type {
  Backend,
  Gradients,
  Problem,
  Step,
  TimeSink,
  TimesRequest,
} from "@symplectic-adjoint/core";
import { gridMotion, type TimeShare } from "./grid-motion.js";
import { type ScalarSum, scalarSum } from "./scalar-sum.js";

/** Collects how the loss changes with the ends of the steps, and passes it on to the user's times. */
export interface TimeLedger<A> {
  /** Receives the terms of a step. undefined if nobody needs them: neither of its ends moves. */
  sinkOf(step: number): TimeSink<A> | undefined;
  /** Whether the gradient for the times of outputs within steps is requested. */
  readonly wantsOutputs: boolean;
  /** Whether the end of a step moves at all, or with the output time of this index. */
  movesEnd(step: number, output?: number): boolean;
  /** Adds weight · scalar to the gradient for an output time. The scalar is borrowed. Default weight: 1. */
  addOutput(index: number, scalar: A | number, weight?: number): void;
  /** ∂L/∂start of a step that begins at an event, so far. The open scope owns it, or the caller. */
  startOf(step: number): A | number;
  /** The requested gradients. The open scope owns them, or the caller. */
  finish(): Pick<Gradients<A>, keyof TimesRequest>;
  /** Frees everything. */
  release(): void;
}

type Sums<A> = Map<number, ScalarSum<A>>;

/** An empty ledger for these steps. */
export function timeLedger<A>(
  problem: Problem<A>,
  steps: ReadonlyArray<Step>,
  requested: TimesRequest = {},
): TimeLedger<A> {
  const { backend } = problem;
  const motion = gridMotion(problem, requested);
  const users: Record<keyof TimesRequest, Sums<A>> = {
    times: new Map(),
    stepT: new Map(),
    jumpT: new Map(),
  };
  const starts: Sums<A> = new Map();
  const startsAtEvent = (n: number) => n > 0 && steps.at(n - 1)?.cut !== undefined;
  /** A step starts where the one before it ended, but for rounding the same number. */
  const startShares = (n: number): ReadonlyArray<TimeShare> => {
    if (n === 0) return motion(problem.times[0] as number);
    return startsAtEvent(n) ? [] : motion((steps.at(n - 1) as Step).end);
  };
  const give = (shares: ReadonlyArray<TimeShare>, weight: number, scalar: A | number) => {
    if (weight === 0) return;
    for (const { list, index, share } of shares)
      sumAt(backend, users[list], index).add(weight * share, scalar);
  };
  const all = () => [...Object.values(users), starts].flatMap((sums) => [...sums.values()]);
  return {
    wantsOutputs: requested.times === true,
    sinkOf(n) {
      const from = startShares(n);
      const to = motion((steps.at(n) as Step).end);
      const atEvent = startsAtEvent(n);
      if (from.length === 0 && to.length === 0 && !atEvent) return undefined;
      return {
        add(toStart, toEnd, scalar) {
          try {
            give(from, toStart, scalar);
            give(to, toEnd, scalar);
            if (atEvent) sumAt(backend, starts, n).add(toStart, scalar);
          } finally {
            if (typeof scalar !== "number") backend.release([scalar]);
          }
        },
      };
    },
    movesEnd: (n, output) =>
      motion((steps.at(n) as Step).end).some(
        ({ list, index }) => output === undefined || (list === "times" && index === output),
      ),
    addOutput: (index, scalar, weight = 1) =>
      sumAt(backend, users.times, index).add(weight, scalar),
    startOf: (n) => starts.get(n)?.value() ?? 0,
    finish() {
      const made: Array<A> = [];
      const valuesOf = (list: keyof TimesRequest) =>
        problem[list].map((_, index) => {
          const value = users[list].get(index)?.value() ?? 0;
          if (typeof value !== "number") made.push(value);
          return value;
        });
      let finished = false;
      try {
        const gradients = {
          ...(requested.times && { times: valuesOf("times") }),
          ...(requested.stepT && { stepT: valuesOf("stepT") }),
          ...(requested.jumpT && { jumpT: valuesOf("jumpT") }),
        };
        finished = true;
        return gradients;
      } finally {
        if (!finished) backend.release(made);
      }
    },
    release() {
      for (const sum of all()) sum.release();
    },
  };
}

function sumAt<A>(backend: Backend<A>, sums: Sums<A>, index: number): ScalarSum<A> {
  let sum = sums.get(index);
  if (sum === undefined) {
    sum = scalarSum(backend);
    sums.set(index, sum);
  }
  return sum;
}
