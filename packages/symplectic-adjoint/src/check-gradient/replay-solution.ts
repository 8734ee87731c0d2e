import {
  newPassStatistics,
  ParametersChangedError,
  type Problem,
  type State,
  type Step,
} from "@symplectic-adjoint/core";
import { plainOperations, replaySteps, unfrozenTableau } from "@symplectic-adjoint/solver";
import { download, type HostState, upload } from "./host-state.js";

/** Arguments with other values than those that were solved with. What is left out stays as it is. */
export interface MovedArguments {
  /** All leaves of y0. */
  readonly y0?: HostState | undefined;
  /** By the index of the parameter. */
  readonly parameters?: ReadonlyMap<number, Float64Array> | undefined;
}

/** Takes the recorded steps again, from moved arguments, and tells all outputs, leaf by leaf along a new first axis. */
export type Replay = (moved: MovedArguments) => Promise<HostState>;

/**
 * The discrete map that an exact gradient is the derivative of: the accepted steps with their times and lengths, no error
 * measured and none rejected, by evaluations of f alone. Nothing of what differentiates takes part.
 *
 * @param changed Whether a parameter was changed since the solve, by others than a replay.
 */
export function replayOf<A>(
  problem: Problem<A>,
  steps: ReadonlyArray<Step>,
  changed: () => number | undefined,
): Replay {
  const { backend, dynamics } = problem;
  return async ({ y0, parameters: moved }) => {
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
      const take = () => takeSteps(problem, steps, start);
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

/** The stacked outputs, retained. */
function takeSteps<A>(problem: Problem<A>, steps: ReadonlyArray<Step>, y0: State<A>): State<A> {
  const { backend } = problem;
  const tableau = unfrozenTableau(problem.tableau);
  const operations = plainOperations(problem, newPassStatistics());
  const outputs = [y0];
  let y = y0;
  backend.openScope();
  try {
    steps.forEach((step, n) => {
      const before = y;
      y = inScope(
        problem,
        () => replaySteps(operations, tableau, steps, n, n + 1, y)[1] as State<A>,
      );
      if (!outputs.includes(before)) backend.release(before);
      for (const output of step.outputs) outputs[output] = y;
    });
    return backend.retain(backend.stack(outputs));
  } finally {
    backend.closeScope([]);
  }
}

function inScope<A>({ backend }: Problem<A>, body: () => State<A>): State<A> {
  backend.openScope();
  let result: State<A> = [];
  try {
    result = body();
    return result;
  } finally {
    backend.closeScope([result]);
  }
}

function parametersChanged(index: number, value: unknown): ParametersChangedError {
  return new ParametersChangedError({
    argument: `parameters[${index}]`,
    value,
    problem: "changed while its gradient was being checked",
    remedy: "Await checkGradient before the next step of the optimizer.",
  });
}
