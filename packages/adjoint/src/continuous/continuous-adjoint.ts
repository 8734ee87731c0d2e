import {
  type Adjoint,
  checkOptions,
  checkToleranceLength,
  type ForwardPass,
  type Gradients,
  newStatistics,
  type Problem,
  type Reading,
  type SolveMode,
  type State,
} from "@symplectic-adjoint/core";
import { forwardTally, integrate, plainOperations } from "@symplectic-adjoint/solver";
import { pullbackGuard } from "../pullback/pullback-guard.js";
import {
  type ContinuousAdjointOptions,
  continuousOptionTable,
  ownOptions,
} from "./continuous-adjoint-options.js";
import { integrateAdjoint } from "./integrate-adjoint.js";

/**
 * The continuous adjoint: integrates the adjoint equation backward in time together with the state, from output to
 * output. Uses little memory, but is not the gradient of the discrete solution: its accuracy is that of the backward
 * integration. Divergence of that integration is detected and reported as an error.
 *
 * The only strategy with a gradient for the output times: ȳ_i · f(t_i, y_i), and −λ · f(t_0, y_0) for the first. It
 * costs one evaluation of f for each time.
 *
 * Chen, Rubanova, Bettencourt & Duvenaud, NeurIPS 2018 (arXiv 1806.07366).
 *
 * @throws OdeError if an option is unknown or invalid.
 */
export function continuousAdjoint<A = unknown>(options: ContinuousAdjointOptions<A> = {}): Adjoint {
  checkOptions("continuousAdjoint", options, continuousOptionTable);
  const own = ownOptions(options as ContinuousAdjointOptions);
  return Object.freeze({
    name: "continuous adjoint",
    exact: false,
    solve: <B>(problem: Problem<B>, mode: SolveMode) =>
      solve(problem, mode, own as ContinuousAdjointOptions<B>),
  });
}

function* solve<A>(
  problem: Problem<A>,
  mode: SolveMode,
  options: ContinuousAdjointOptions<A>,
): Reading<ForwardPass<A>, A> {
  checkAgainst(problem, options);
  const { backend, dynamics } = problem;
  const statistics = newStatistics();
  const changed = dynamics.watchParameters();
  const operations = plainOperations(problem, statistics.forward);
  const { outputs, steps, outcome } = yield* integrate(
    problem,
    operations,
    forwardTally(statistics),
  );
  const guard = pullbackGuard(dynamics, mode, outcome, statistics, changed);

  const held: Array<State<A>> = [];
  const free = () => {
    for (const state of held.splice(0)) backend.release(state);
  };
  try {
    if (mode !== "value") for (const output of outputs) held.push(backend.retain(output));
  } catch (error) {
    free();
    for (const output of outputs) backend.release(output);
    throw error;
  }
  return {
    outputs,
    steps,
    outcome,
    statistics,
    *pullback(cotangents, wrt, request): Reading<Gradients<A>, A> {
      const { keep } = guard.enter(request, { differentiatesTimes: true });
      const gradients = yield* integrateAdjoint({
        problem,
        options,
        outputs: held,
        cotangents,
        wrt,
        wantsTimes: request?.times?.times === true,
        statistics,
      });
      if (!keep) free();
      return gradients;
    },
    release: () => guard.release(free),
  };
}

/**
 * Validates the backward pass before the forward pass starts.
 *
 * @throws InvalidToleranceError | InvalidArgumentError | InvalidTimesError
 */
function checkAgainst<A>(
  { y0, times, maxNumSteps: most }: Problem<A>,
  { rtol, atol, controller, maxNumSteps = most }: ContinuousAdjointOptions<A>,
): void {
  checkToleranceLength("adjointRtol", rtol, y0.length, "The rtol of the adjoint");
  checkToleranceLength("adjointAtol", atol, y0.length, "The atol of the adjoint");
  // It integrates interval by interval.
  for (let i = 1; i < times.length; i++)
    controller?.requiredTimes?.([times[i] as number, times[i - 1] as number], maxNumSteps);
}
