import { flattenTree, type State, type Tree } from "@symplectic-adjoint/core";
import { runAsync, runSync } from "@symplectic-adjoint/solver";
import { timesNames } from "../options/read-times.js";
import { pullSolution } from "./pull-solution.js";
import { refuseDerivative } from "./refuse-derivative.js";
import type { PullbackOptions, SolutionGradients } from "./solution.js";
import { tapeIsRecordingError } from "./solution-errors.js";
import type { SolvedProblem } from "./solved-problem.js";

/** `pullback` of a solution. */
export function pullBack<A>(
  solved: SolvedProblem<A>,
  cotangents: Tree<A> | undefined,
  options: PullbackOptions<A, Tree<A>> = {},
): SolutionGradients<A, Tree<A>> {
  const { backend, dynamics } = solved.prepared.problem;
  const { tape } = backend;
  const run = () => runSync(pullSolution(solved, cotangents, options), backend);
  if (tape === undefined) return run();
  const gradients = tape.suspended(run);
  if (tape.isRecording()) {
    const leavesOf = (value: Tree<A>): State<A> => flattenTree(value, backend.isArray).leaves;
    const given = cotangents === undefined ? [] : leavesOf(cotangents);
    const found = [...leavesOf(gradients.y0), ...gradients.parameters];
    for (const name of timesNames) if (gradients[name] !== undefined) found.push(gradients[name]);
    refuseDerivative(tape, [...given, ...dynamics.parameters], found);
  }
  return gradients;
}

/** `pullbackAsync` of a solution. */
export async function pullBackAsync<A>(
  solved: SolvedProblem<A>,
  cotangents: Tree<A> | undefined,
  options: PullbackOptions<A, Tree<A>> = {},
): Promise<SolutionGradients<A, Tree<A>>> {
  const { backend } = solved.prepared.problem;
  if (backend.tape?.isRecording()) throw tapeIsRecordingError();
  return runAsync(pullSolution(solved, cotangents, options), backend);
}
