import type { PassStatistics, Problem, Reading, State, Step } from "@symplectic-adjoint/core";
import { holdsFinite } from "../reading/holds-finite.js";
import { beginSteps } from "../step/begin-steps.js";
import { plainOperations } from "../step/plain-operations.js";
import { advanceSteps } from "../step/replay-steps.js";
import { releaseStart } from "../step/step-start.js";

/** A range of steps at whose start the state is finite, and at whose end it is not. */
export interface SuspectSteps<A> {
  readonly from: number;
  readonly to: number;
  /** The state before step `from`; y0 for methods with memory. */
  readonly y: State<A>;
}

/**
 * Finds the step in which the state became non-finite, for steps without error control: replays steps by bisection.
 *
 * Costs fewer evaluations than the range (counted in `pass`) and one read per bisection. Returns the index of the step.
 */
export function* findNonFiniteStep<A>(
  problem: Problem<A>,
  steps: ReadonlyArray<Step>,
  { from, to, y }: SuspectSteps<A>,
  pass: PassStatistics,
): Reading<number, A> {
  const { backend, times } = problem;
  const operations = plainOperations(problem, pass);
  // The state before step `first` is finite; the one before step `beyond` is not.
  let first = from;
  let beyond = to;
  let start = yield* beginSteps(problem, operations, times[0] as number, y);
  try {
    while (beyond - first > 1) {
      const middle = Math.floor((first + beyond) / 2);
      const tried = yield* advanceSteps(problem, operations, steps, first, middle, start);
      let finite = false;
      try {
        finite = yield* holdsFinite(backend, tried.y, pass);
      } finally {
        releaseStart(problem, operations, finite ? start : tried);
      }
      if (finite) {
        start = tried;
        first = middle;
      } else beyond = middle;
    }
    return first;
  } finally {
    releaseStart(problem, operations, start);
  }
}
