import {
  type Adjoint,
  endedAsAsked,
  type ForwardPass,
  IntegrationError,
  type Problem,
  type State,
  type UserTape,
} from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import type { TimesArrays } from "../options/read-times.js";
import { joinSolution } from "./join-solution.js";
import { entriesOf, stackOutputs } from "./output-entries.js";
import { releasePass } from "./release-pass.js";
import { retainingSolve } from "./retaining-solve.js";

/**
 * Solves synchronously and returns the stacked leaves; throws if the integration fails.
 *
 * @param saveStart Whether the initial state has a row.
 */
export function solveSync<A>(
  adjoint: Adjoint,
  problem: Problem<A>,
  saveStart: boolean | undefined,
): State<A> {
  const { backend } = problem;
  try {
    const pass = orThrow(backend, runSync(adjoint.solve(problem, "value"), backend));
    return stackOutputs(backend, pass.outputs, entriesOf(pass, saveStart));
  } finally {
    problem.events?.release();
  }
}

/**
 * Solves with the user's tape suspended, then records one entry: from y0, the parameters and the times to the stacked
 * leaves, with the adjoint's pullback as its derivative.
 *
 * @param times The times that are arrays on that tape.
 * @param saveStart Whether the initial state has a row.
 */
export function solveOnTape<A>(
  adjoint: Adjoint,
  problem: Problem<A>,
  tape: UserTape<A>,
  times: TimesArrays<A>,
  saveStart: boolean | undefined,
): State<A> {
  const { backend, y0, dynamics } = problem;
  // Nested tapes may call the pullback several times before they are freed.
  const forward = () =>
    orThrow(backend, runSync(retainingSolve(adjoint, problem, "repeatable"), backend));
  const pass = tape.suspended(forward);
  try {
    const entries = entriesOf(pass, saveStart);
    const ys = tape.suspended(() => stackOutputs(backend, pass.outputs, entries));
    joinSolution(problem, tape, pass, {
      inputs: [...y0, ...dynamics.parameters],
      ...{ ys, times, entries },
    });
    return ys;
  } catch (error) {
    pass.release();
    throw error;
  }
}

function orThrow<A>(backend: Problem<A>["backend"], pass: ForwardPass<A>): ForwardPass<A> {
  if (endedAsAsked(pass.outcome)) return pass;
  releasePass(pass, backend);
  throw new IntegrationError(pass.outcome, pass.statistics);
}
