import type { ForwardPass, Tree } from "@symplectic-adjoint/core";
import type { Times, TimesArrays } from "../options/read-times.js";
import type { Prepared } from "./prepare.js";
import { pullBack, pullBackAsync } from "./pull-back.js";
import { differentiable, differentiableWithEvents } from "./record-solution.js";
import type { PullbackOptions, Solution } from "./solution.js";
import { arraysOf, timesOf } from "./solution-arrays.js";
import { SolvedProblem } from "./solved-problem.js";

/** A solution, and the problem that it belongs to. */
export interface MadeSolution<A, Y> {
  readonly solution: Solution<A, Y>;
  readonly solved: SolvedProblem<A>;
}

/**
 * Wraps a finished forward pass; takes ownership of its outputs.
 *
 * @param differentiate Whether the pass has a pullback.
 */
export function makeSolution<A, Y = Tree<A>>(
  prepared: Prepared<A>,
  pass: ForwardPass<A>,
  differentiate: boolean,
): MadeSolution<A, Y> {
  const { problem, saveStart } = prepared;
  const { ys, entries, events } = arraysOf(problem, pass, saveStart);
  const solved = new SolvedProblem(prepared, pass, { ys, entries, events }, differentiate);
  const found = problem.events?.found ?? [];
  // Functions of their own, so that they can be taken from the solution.
  const solution = {
    t: timesOf(problem, pass, entries),
    ys: solved.savedTree(ys),
    stats: pass.statistics,
    outcome: pass.outcome,
    parameters: problem.dynamics.parameters,
    events: events && {
      which: found.map(({ event }) => event),
      t: found.map(({ t }) => t),
      times: solved.shown([events.times])[0] as A,
      states: solved.stateTree(events.states),
    },
    evaluate: (t: number | Times<A>) => solved.evaluator.evaluate(t, "state"),
    derivative: (t: number | Times<A>) => solved.evaluator.evaluate(t, "derivative"),
    pullback: (cotangents: Tree<A> | undefined, options?: PullbackOptions<A, Tree<A>>) =>
      pullBack(solved, cotangents, options),
    pullbackAsync: (cotangents: Tree<A> | undefined, options?: PullbackOptions<A, Tree<A>>) =>
      pullBackAsync(solved, cotangents, options),
    differentiable: (start: Tree<A>, times?: TimesArrays<A>) =>
      differentiable(solved, start, times),
    differentiableWithEvents: (start: Tree<A>, times?: TimesArrays<A>) =>
      differentiableWithEvents(solved, start, times),
    dispose: () => solved.dispose(),
  };
  // Only the caller knows the type of y0.
  return { solution: Object.freeze(solution) as unknown as Solution<A, Y>, solved };
}
