import {
  type Backend,
  newPassStatistics,
  ParametersChangedError,
  type Problem,
  type State,
  type Step,
} from "@symplectic-adjoint/core";
import {
  advanceSteps,
  beginSteps,
  plainOperations,
  releaseStart,
  runSync,
} from "@symplectic-adjoint/solver";
import { download, type HostState, upload } from "./host-state.js";

/** Perturbed arguments; omitted ones are unchanged. */
export interface PerturbedArguments {
  /** All leaves of y0. */
  readonly y0?: HostState | undefined;
  /** By the index of the parameter. */
  readonly parameters?: ReadonlyMap<number, Float64Array> | undefined;
}

/** Replays the recorded steps with perturbed arguments and returns all outputs, leaf by leaf along a new first axis. */
export type Replay = (moved: PerturbedArguments) => Promise<HostState>;

/**
 * The discrete map whose derivative is the exact gradient: the accepted steps with their times and lengths, without
 * error estimates or rejections, using only evaluations of f, no derivatives.
 *
 * @param changed Whether other code changed a parameter since the solve.
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
  const { backend, times } = problem;
  const operations = plainOperations(problem, newPassStatistics());
  const outputs: Array<State<A>> = [y0];
  const kept: Array<State<A>> = [];
  let at = runSync(beginSteps(problem, operations, times[0] as number, y0), backend);
  try {
    steps.forEach((step, n) => {
      const next = runSync(advanceSteps(problem, operations, steps, n, n + 1, at), backend);
      releaseStart(problem, operations, at);
      at = next;
      for (const { index } of step.outputs) {
        const output = backend.retain(next.y);
        kept.push(output);
        outputs[index] = output;
      }
    });
    return inScope(backend, () => backend.stack(outputs));
  } finally {
    releaseStart(problem, operations, at);
    for (const output of kept) backend.release(output);
  }
}

/** The result of `body`, retained. */
function inScope<A>(backend: Backend<A>, body: () => State<A>): State<A> {
  backend.openScope();
  try {
    return backend.retain(body());
  } finally {
    backend.closeScope([]);
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
