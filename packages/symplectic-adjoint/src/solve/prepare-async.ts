import { flattenTree, type Tree, unflattenTree } from "@symplectic-adjoint/core";
import type { AsyncOptions, SolveOptions } from "../options/options.js";
import { readAllTimes, type Times } from "../options/read-times.js";
import { snapshotInitialState } from "./initial-state.js";
import { type CallSite, type Prepared, prepare } from "./prepare.js";

/** A problem that retains its initial state. */
export interface HeldProblem<A> extends Prepared<A> {
  /** Releases the initial state. */
  release(): void;
}

/**
 * Prepares a problem with times that are arrays of the backend and must be read. Options and initial state are copied
 * immediately, because the caller may change them while the times are read.
 */
export async function prepareAsync<A, F>(
  func: F,
  y0: Tree<A>,
  t: Times<A>,
  options: SolveOptions<A, F> & AsyncOptions,
  site: CallSite<A, F>,
): Promise<HeldProblem<A>> {
  const { backend } = site;
  const own = Object.entries(options).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...value] : value,
  ]);
  const { leaves, structure } = flattenTree(y0, backend.isArray);
  const origin = snapshotInitialState(leaves, backend);
  const held = backend.retain(leaves);
  const release = () => backend.release(held);
  try {
    const start = unflattenTree(structure, held);
    const copied = Object.fromEntries(own) as typeof options;
    const { stepT, jumpT } = copied;
    const times = await readAllTimes({ t, stepT, jumpT }, backend);
    return { ...prepare(func, start, times, copied, site), origin, release };
  } catch (error) {
    release();
    throw error;
  }
}
