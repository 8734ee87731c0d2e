import type { ForwardPass, Problem, State } from "@symplectic-adjoint/core";
import { runAsync } from "@symplectic-adjoint/solver";
import { download, type HostState, rounded, upload } from "./host-state.js";

/** The gradient of a functional on the host, by leaf of y0 and by parameter, and its rounding noise. */
export interface HostGradients {
  readonly y0: HostState;
  readonly parameters: HostState;
}

/** Not a power of two, so that multiplying and dividing changes the rounding. */
const OTHER_SCALE = 0.7;

/** The gradient to check, and the same computed with different rounding. */
export async function pullBackTwice<A>(
  problem: Problem<A>,
  pass: Pick<ForwardPass<A>, "pullback">,
  functional: HostState,
): Promise<{ readonly gradients: HostGradients; readonly again: HostGradients }> {
  const gradients = await pullBack(problem, pass, functional);
  const scale = (state: HostState, by: number): HostState =>
    state.map((values) => values.map((value) => value * by));
  const scaled = scale(functional, OTHER_SCALE).map((values) => rounded(problem.backend, values));
  const { y0, parameters } = await pullBack(problem, pass, scaled);
  const back = 1 / OTHER_SCALE;
  return { gradients, again: { y0: scale(y0, back), parameters: scale(parameters, back) } };
}

async function pullBack<A>(
  problem: Problem<A>,
  pass: Pick<ForwardPass<A>, "pullback">,
  functional: HostState,
): Promise<HostGradients> {
  const { backend, y0, times, dynamics } = problem;
  const owned: Array<State<A>> = [];
  try {
    const rows = times.map((_, row) => {
      const values = functional.map((leaf) => {
        const size = leaf.length / times.length;
        return leaf.slice(row * size, (row + 1) * size);
      });
      const state = upload(backend, values, y0);
      owned.push(state);
      return state;
    });
    const wrt = dynamics.parameters.map((_, i) => i);
    const found = await runAsync(pass.pullback(rows, wrt), backend);
    owned.push(found.y0, found.parameters);
    return {
      y0: await download(backend, found.y0),
      parameters: await download(backend, found.parameters),
    };
  } finally {
    for (const state of owned) backend.release(state);
  }
}
