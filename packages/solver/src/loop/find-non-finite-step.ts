import type { PassStatistics, Problem, Reading, State, Step } from "@symplectic-adjoint/core";
import { holdsFinite } from "../reading/holds-finite.js";
import { replaySteps } from "../step/replay-steps.js";
import { plainOperations } from "../step/step-operations.js";

/**
 * The step that made an output not finite, for steps whose error nobody looked at: steps from the finite output before
 * are taken again, by bisection.
 *
 * Costs fewer evaluations than the interval between the two outputs did, counted in `pass`, and a read for each halving.
 *
 * @param outputs The states up to the one that is not finite.
 * @param bad Its index, at least 1.
 */
export function* findNonFiniteStep<A>(
  problem: Problem<A>,
  steps: ReadonlyArray<Step>,
  outputs: ReadonlyArray<State<A>>,
  bad: number,
  pass: PassStatistics,
): Reading<Step, A> {
  const { backend } = problem;
  const endsAt = (output: number) => steps.findIndex((step) => step.outputs.includes(output));
  // y is the finite state before step `first`; the one before step `beyond` is not finite.
  let first = bad === 1 ? 0 : endsAt(bad - 1) + 1;
  let beyond = endsAt(bad) + 1;
  let y = backend.retain(outputs[bad - 1] as State<A>);
  try {
    while (beyond - first > 1) {
      const middle = Math.floor((first + beyond) / 2);
      const tried = advance(problem, steps, first, middle, y, pass);
      let finite = false;
      try {
        finite = yield* holdsFinite(backend, tried, pass);
      } finally {
        backend.release(finite ? y : tried);
      }
      if (finite) {
        y = tried;
        first = middle;
      } else beyond = middle;
    }
    return steps[first] as Step;
  } finally {
    backend.release(y);
  }
}

/** The state before step `to`, from the one before step `from`; the caller's to release. */
function advance<A>(
  problem: Problem<A>,
  steps: ReadonlyArray<Step>,
  from: number,
  to: number,
  start: State<A>,
  pass: PassStatistics,
): State<A> {
  const { backend, tableau } = problem;
  const operations = plainOperations(problem, pass);
  let y = backend.retain(start);
  for (let n = from; n < to; n++) {
    let survivors: ReadonlyArray<State<A>> = [];
    backend.openScope();
    try {
      const next = replaySteps(operations, tableau, steps, n, n + 1, y)[1] as State<A>;
      survivors = [next];
      backend.release(y);
      y = next;
    } catch (error) {
      backend.release(y);
      throw error;
    } finally {
      backend.closeScope(survivors);
    }
  }
  return y;
}
