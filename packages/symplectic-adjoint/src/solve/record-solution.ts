import { InvalidArgumentError, type Tree } from "@symplectic-adjoint/core";
import type { TimesArrays } from "../options/read-times.js";
import { requireLike } from "./check-like.js";
import type { EventArrays } from "./event-arrays.js";
import { joinSolution, lent } from "./join-solution.js";
import { requireTimes } from "./require-times.js";
import type { SolutionArrays } from "./solution-arrays.js";
import { noEventsError } from "./solution-errors.js";
import type { SolvedProblem } from "./solved-problem.js";

/** `differentiable` of a solution. */
export function differentiable<A>(
  solved: SolvedProblem<A>,
  start: Tree<A>,
  times?: TimesArrays<A>,
): Tree<A> {
  return solved.savedTree(recordSolution(solved, "differentiable", start, times).ys);
}

/** `differentiableWithEvents` of a solution. */
export function differentiableWithEvents<A>(
  solved: SolvedProblem<A>,
  start: Tree<A>,
  given?: TimesArrays<A>,
): { readonly ys: Tree<A>; readonly times: A; readonly states: Tree<A> } {
  const name = "differentiableWithEvents";
  const { events } = solved.arrays;
  if (events === undefined) throw noEventsError(name);
  const { ys, events: copies = events } = recordSolution(solved, name, start, given, events);
  const { times, states } = copies;
  return {
    ys: solved.savedTree(ys),
    times: solved.shown([times])[0] as A,
    states: solved.stateTree(states),
  };
}

/**
 * Copies of the outputs, and of the events if they are given, recorded on the active tape.
 *
 * @param name The function to name in errors.
 * @param start y0 on that tape.
 * @param given Times on that tape.
 */
function recordSolution<A>(
  solved: SolvedProblem<A>,
  name: string,
  start: Tree<A>,
  given: TimesArrays<A> = {},
  found?: EventArrays<A>,
): Pick<SolutionArrays<A>, "ys" | "events"> {
  solved.checkDifferentiable(name);
  const { problem, structure, origin, times: arrays } = solved.prepared;
  const { backend, y0, dynamics } = problem;
  const { ys, entries } = solved.arrays;
  const leaves = requireLike(backend, start, y0, structure, "y0");
  origin.requireUnchanged(leaves);
  const { tape } = backend;
  if (tape === undefined) {
    throw new InvalidArgumentError({
      argument: name,
      problem: `is unavailable: the backend ${backend.name} has no tape`,
      remedy: "Call pullback with the cotangents of ys.",
    });
  }
  const onTape = requireTimes(given, arrays, backend);
  const all = found === undefined ? ys : [...ys, found.times, ...found.states];
  const copy = tape.suspended(() => backend.linearCombination(undefined, 1, [1], [all]));
  const [times, ...states] = copy.slice(ys.length);
  const copies = {
    ys: copy.slice(0, ys.length),
    events: found && { ...found, times: times as A, states },
  };
  if (tape.isRecording()) {
    joinSolution(problem, tape, lent(solved.pass), {
      inputs: [...leaves, ...dynamics.parameters],
      ...{ ...copies, entries, times: onTape },
    });
  }
  return copies;
}
