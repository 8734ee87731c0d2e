import { type DynamicsBackend, InvalidArgumentError, type Tree } from "@symplectic-adjoint/core";
import { runAsync, runSync } from "@symplectic-adjoint/solver";
import { makeEvents } from "../events/make-events.js";
import { checkOptions } from "../options/check-options.js";
import { chooseBackend } from "../options/choose-backend.js";
import type { AsyncOptions, SolveOptions } from "../options/options.js";
import { needReading, readAllTimesSync, type Times } from "../options/read-times.js";
import { adjointOf } from "./adjoint-of.js";
import { joinSolution, lent } from "./join-solution.js";
import { makeSolution } from "./make-solution.js";
import { prepare } from "./prepare.js";
import { prepareAsync } from "./prepare-async.js";
import { refuseChanges } from "./refuse-changes.js";
import { retainingSolve } from "./retaining-solve.js";
import type { Solution } from "./solution.js";

/**
 * Implementation of `solve` for both entry points.
 *
 * @param fallback The backend if the options contain none.
 */
export function solveWith<A, F, Y>(
  fallback: DynamicsBackend<A, F>,
  func: F,
  y0: Y,
  t: Times<A>,
  options: SolveOptions<A, F>,
): Solution<A, Y> {
  checkOptions(options, "solve");
  const adjoint = adjointOf(options);
  const { differentiate = true } = options;
  const backend = chooseBackend(func, options.backend ?? fallback, y0, options, { differentiate });
  const { stepT, jumpT } = options;
  const times = readAllTimesSync({ t, stepT, jumpT }, backend);
  const site = { backend, differentiate, awaits: false, makeEvents };
  const prepared = prepare(func, y0 as Tree<A>, times, options, site);
  const { problem } = prepared;
  const run = () => {
    const mode = differentiate ? "repeatable" : "value";
    const pass = runSync(retainingSolve(adjoint, problem, mode), backend);
    return makeSolution<A, Y>(prepared, pass, differentiate);
  };
  const { tape } = backend;
  const { solution, solved } = tape === undefined ? run() : tape.suspended(run);
  if (solved.canDifferentiate && tape?.isRecording()) {
    try {
      joinSolution(problem, tape, lent(solved.pass), {
        inputs: [...problem.y0, ...solution.parameters],
        ...solved.arrays,
        times: times.arrays,
      });
    } catch (error) {
      solution.dispose();
      throw error;
    }
  }
  return solution;
}

/** Implementation of `solveAsync`: see {@link solveWith}. */
export async function solveWithAsync<A, F, Y>(
  fallback: DynamicsBackend<A, F>,
  func: F,
  y0: Y,
  t: Times<A>,
  options: SolveOptions<A, F> & AsyncOptions,
): Promise<Solution<A, Y>> {
  checkOptions(options, "solveAsync");
  const adjoint = adjointOf(options);
  const { differentiate = true } = options;
  const backend = chooseBackend(func, options.backend ?? fallback, y0, options, { differentiate });
  if (backend.tape?.isRecording()) {
    throw new InvalidArgumentError({
      argument: "An asynchronous solve",
      problem: "was started while a tape is recording, which cannot await it",
      remedy:
        "Await the solution first, then call solution.differentiable(y0) within tf.grads or minimize.",
    });
  }
  const site = { backend, differentiate, awaits: true, makeEvents };
  // Copy the arguments before the first await: the caller may change them as soon as it has the promise.
  const { stepT, jumpT } = options;
  const prepared = needReading({ t, stepT, jumpT }, backend)
    ? await prepareAsync(func, y0 as Tree<A>, t, options, site)
    : {
        ...prepare(
          func,
          y0 as Tree<A>,
          readAllTimesSync({ t, stepT, jumpT }, backend),
          options,
          site,
        ),
        release: undefined,
      };
  const { problem, release } = prepared;
  const mode = differentiate ? "repeatable" : "value";
  const solving = refuseChanges(retainingSolve(adjoint, problem, mode), problem.dynamics);
  const pass = await runAsync(solving, backend).finally(release);
  return makeSolution<A, Y>(prepared, pass, differentiate).solution;
}
