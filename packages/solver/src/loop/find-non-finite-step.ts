import type { PassStatistics, Problem, Reading, State, Step } from "@symplectic-adjoint/core";
import { holdsFinite } from "../reading/holds-finite.js";
import { beginSteps } from "../step/begin-steps.js";
import { plainOperations } from "../step/plain-operations.js";
import { advanceSteps } from "../step/replay-steps.js";
import { releaseStart } from "../step/step-start.js";

/**
 * Finds the step in which an output became non-finite, for steps without error control: replays steps from the last
 * finite output, by bisection.
 *
 * Costs fewer evaluations than the interval between the two outputs (counted in `pass`) and one read per bisection.
 *
 * @param outputs The states up to the non-finite one.
 * @param bad Its index, at least 1.
 */
export function* findNonFiniteStep<A>(
  problem: Problem<A>,
  steps: ReadonlyArray<Step>,
  outputs: ReadonlyArray<State<A>>,
  bad: number,
  pass: PassStatistics,
): Reading<Step, A> {
  const { backend, method, times } = problem;
  const operations = plainOperations(problem, pass);
  const endsAt = (output: number) =>
    steps.findIndex((step) => step.outputs.some(({ index }) => index === output));
  // The state before step `first` is finite; the one before step `beyond` is not. Outputs do not contain the memory of
  // a method: steps of methods with memory are replayed from the first one.
  const output = method.memory ? 0 : bad - 1;
  let first = output === 0 ? 0 : endsAt(output) + 1;
  let beyond = endsAt(bad) + 1;
  const y = outputs[output] as State<A>;
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
    return steps[first] as Step;
  } finally {
    releaseStart(problem, operations, start);
  }
}
