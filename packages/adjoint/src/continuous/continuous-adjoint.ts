import {
  type Adjoint,
  checkOptions,
  checkToleranceLength,
  type ForwardPass,
  newStatistics,
  type Problem,
  type Reading,
  type SolveMode,
  type State,
} from "@symplectic-adjoint/core";
import { forwardTally, integrate, plainOperations } from "@symplectic-adjoint/solver";
import { forwardPass } from "../pullback/forward-pass.js";
import { pullbackGuard } from "../pullback/pullback-guard.js";
import {
  type ContinuousAdjointOptions,
  continuousOptionTable,
  ownOptions,
} from "./continuous-adjoint-options.js";
import { integrateAdjoint } from "./integrate-adjoint.js";
import { savedOutputs } from "./saved-outputs.js";

/**
 * The continuous adjoint: integrates the adjoint equation backward in time together with the state, from output to
 * output. Uses little memory, but is not the gradient of the discrete solution: its accuracy is that of the backward
 * integration. Divergence of that integration is detected and reported as an error.
 *
 * Its gradients for times are those of the continuous solution, too: ȳ_i · f(t_i, y_i) for the output times, −λ · f(t_0, y_0)
 * for the first, λ · (f⁻ − f⁺) for jump times, with an evaluation of f for each of these terms; 0 for `stepT`. Events are
 * differentiated with the slope of the interpolant at the event. Dense output has no gradient.
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
  const { backend, dynamics, save } = problem;
  const statistics = newStatistics();
  const changed = dynamics.watchParameters();
  const operations = plainOperations(problem, statistics.forward);
  // The backward integration starts from the states themselves.
  const unsaved = save === undefined ? problem : { ...problem, save: undefined };
  const trajectory = yield* integrate(unsaved, operations, forwardTally(statistics));
  const { steps, outcome, rows, dense } = trajectory;
  const outputTimes = trajectory.outputTimes ?? problem.times;
  const held: Array<State<A>> = [];
  const free = () => {
    for (const state of held.splice(0)) backend.release(state);
  };
  let finished = false;
  try {
    const guard = pullbackGuard(dynamics, mode, outcome, statistics, changed);
    const outputs =
      save === undefined
        ? trajectory.outputs
        : savedOutputs(backend, save, trajectory.outputs, rows, outputTimes);
    if (mode !== "value") for (const state of trajectory.outputs) held.push(backend.retain(state));
    finished = true;
    const saved = save === undefined ? trajectory : { ...trajectory, outputs, rows: undefined };
    return forwardPass(saved, statistics, {
      guard,
      abilities: {
        differentiatesTimes: true,
        differentiatesEvents: problem.events !== undefined,
      },
      gradients: (cotangents, wrt, request = {}) =>
        integrateAdjoint({
          problem,
          options,
          forward: { states: held, rows, outputTimes, steps },
          cotangents,
          wrt,
          times: request.times ?? {},
          events: request.events ?? [],
          statistics,
        }),
      free,
    });
  } finally {
    if (!finished) {
      free();
      for (const { start, slopes } of dense ?? [])
        for (const state of [start, ...slopes]) if (state !== undefined) backend.release(state);
    }
    if (!finished || save !== undefined)
      for (const output of trajectory.outputs) backend.release(output);
  }
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
