import { ParametersChangedError, type Problem, type State } from "@symplectic-adjoint/core";
import { download, type HostState, upload } from "./host-state.js";
import type { MovedTimes } from "./moved-grid.js";
import type { RecordedSolve } from "./recorded-solve.js";
import { takeSteps } from "./take-steps.js";

/** Perturbed arguments; omitted ones are unchanged. */
export interface PerturbedArguments {
  /** All leaves of y0. */
  readonly y0?: HostState | undefined;
  /** By the index of the parameter. */
  readonly parameters?: ReadonlyMap<number, Float64Array> | undefined;
  readonly times?: MovedTimes | undefined;
}

/**
 * Replays the recorded steps with perturbed arguments and returns all outputs, leaf by leaf along a new first axis, then
 * the times and states of the events.
 */
export type Replay = (moved: PerturbedArguments) => Promise<HostState>;

/**
 * The discrete map whose derivative is the exact gradient: the accepted steps with their times and lengths, without
 * error estimates or rejections, using only evaluations of f, no derivatives.
 *
 * @param changed Whether other code changed a parameter since the solve.
 */
export function replayOf<A>(
  problem: Problem<A>,
  solve: RecordedSolve<A>,
  changed: () => number | undefined,
): Replay {
  const { backend, dynamics } = problem;
  return async ({ y0, parameters: moved, times = {} }) => {
    const index = changed();
    if (index !== undefined) throw parametersChanged(index, dynamics.parameters[index]);
    const owned: Array<State<A>> = [];
    const own = (values: HostState, like: State<A>): State<A> => {
      const arrays = upload(backend, values, like);
      owned.push(arrays);
      return arrays;
    };
    let stacked: State<A>;
    try {
      const start = y0 === undefined ? problem.y0 : own(y0, problem.y0);
      const values = dynamics.parameters.map((parameter, i) => {
        const other = moved?.get(i);
        return other === undefined ? parameter : (own([other], [parameter])[0] as A);
      });
      const take = () => takeSteps(problem, solve, start, times);
      stacked = dynamics.withParameters?.(values, take) ?? take();
    } finally {
      for (const arrays of owned) backend.release(arrays);
    }
    try {
      return await download(backend, stacked);
    } finally {
      backend.release(stacked);
    }
  };
}

function parametersChanged(index: number, value: unknown): ParametersChangedError {
  return new ParametersChangedError({
    argument: `parameters[${index}]`,
    value,
    problem: "changed while its gradient was being checked",
    remedy: "Await checkGradient before the next step of the optimizer.",
  });
}
