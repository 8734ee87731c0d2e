import {
  type Adjoint,
  type ForwardPass,
  IntegrationError,
  type Problem,
  type State,
  type UserTape,
} from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import { releasePass } from "./release-pass.js";
import { retainingSolve } from "./retaining-solve.js";
import { stackOutputs, unstackCotangents } from "./stack-outputs.js";

/** Solves synchronously and returns the stacked leaves; throws if the integration fails. */
export function solveSync<A>(adjoint: Adjoint, problem: Problem<A>): State<A> {
  const pass = runSync(adjoint.solve(problem, "value"), problem.backend);
  return stackOutputs(problem.backend, orThrow(problem.backend, pass).outputs);
}

/**
 * Solves with the user's tape suspended, then records one entry: from y0 and the parameters to the stacked leaves, with
 * the adjoint's pullback as its derivative.
 *
 * @param times The output times, if they are an array on that tape.
 */
export function solveOnTape<A>(
  adjoint: Adjoint,
  problem: Problem<A>,
  tape: UserTape<A>,
  times: A | undefined,
): State<A> {
  const { backend, y0, dynamics } = problem;
  // Nested tapes may call the pullback several times before they are freed.
  const forward = () =>
    orThrow(backend, runSync(retainingSolve(adjoint, problem, "repeatable"), backend));
  const pass = tape.suspended(forward);
  try {
    const ys = tape.suspended(() => stackOutputs(backend, pass.outputs));
    joinSolution(problem, tape, pass, ys, [...y0, ...dynamics.parameters], times);
    return ys;
  } catch (error) {
    pass.release();
    throw error;
  }
}

/** Records a solution on the tape: `ys` as a function of `inputs`, which are the leaves of y0, then the parameters. */
export function joinSolution<A>(
  problem: Problem<A>,
  tape: UserTape<A>,
  pass: Pick<ForwardPass<A>, "pullback" | "release">,
  ys: State<A>,
  inputs: State<A>,
  times: A | undefined,
): void {
  const { backend, y0 } = problem;
  tape.join({
    name: "OdeSolution",
    inputs: times === undefined ? inputs : [...inputs, times],
    outputs: ys,
    pullback(cotangents, wanted) {
      const wrt = inputs
        .map((_, i) => i - y0.length)
        .filter((i) => i >= 0 && wanted[i + y0.length]);
      backend.openScope();
      let gradients: Array<A | undefined> = [];
      try {
        const wantsTimes = wanted[inputs.length] === true;
        const rows = unstackCotangents(backend, cotangents, y0, problem.times.length);
        const result = runSync(
          pass.pullback(rows, wrt, wantsTimes ? { times: { times: true } } : undefined),
          backend,
        );
        gradients = [...result.y0];
        wrt.forEach((index, i) => {
          gradients[y0.length + index] = result.parameters[i] as A;
        });
        if (wantsTimes) gradients[inputs.length] = joinScalars(backend, result.times ?? []);
        return gradients;
      } catch (error) {
        // If the backward pass fails, TensorFlow.js never disposes of its tape, so release the pass here.
        pass.release();
        throw error;
      } finally {
        backend.closeScope([gradients.filter((gradient) => gradient !== undefined)]);
      }
    },
    release: () => pass.release(),
  });
}

/** The pullback of a pass owned elsewhere. */
export function lent<A>({
  pullback,
}: ForwardPass<A>): Pick<ForwardPass<A>, "pullback" | "release"> {
  return { pullback, release: () => {} };
}

function orThrow<A>(backend: Problem<A>["backend"], pass: ForwardPass<A>): ForwardPass<A> {
  if (pass.outcome.kind === "success") return pass;
  releasePass(pass, backend);
  throw new IntegrationError(pass.outcome, pass.statistics);
}

/** Scalars as a one-dimensional array. */
function joinScalars<A>(backend: Problem<A>["backend"], scalars: ReadonlyArray<A | number>): A {
  const rows = scalars.map((scalar) => [
    typeof scalar === "number" ? backend.fromHost([scalar], []) : scalar,
  ]);
  return backend.stack(rows)[0] as A;
}
