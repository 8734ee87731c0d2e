import {
  type Outcome,
  outcome,
  type PassStatistics,
  type Problem,
  type Reading,
  type State,
  type Step,
} from "@symplectic-adjoint/core";
import { finiteNorm, holdsFinite } from "../reading/holds-finite.js";
import { readScalar, readScalars, scalarStates } from "../reading/read-scalar.js";
import { findFirstNonFinite } from "./find-first-non-finite.js";
import { findNonFiniteStep, type SuspectSteps } from "./find-non-finite-step.js";
import type { OutputList, OutputNorm } from "./output-list.js";

/** An integration that has ended. */
export interface EndedWalk<A> {
  readonly outputs: OutputList<A>;
  readonly steps: ReadonlyArray<Step>;
  /** The state that it has reached. */
  readonly state: State<A>;
}

/**
 * Looks for what is not finite where no error estimate ensures it: a state in steps without error control, and outputs
 * that are interpolated from more than the stages of a step. Removes the outputs from there on; the first one remains, as
 * for adaptive steps.
 *
 * Returns the outcome if there is any. If not, it costs at most two reads.
 */
export function* findNonFinite<A>(
  problem: Problem<A>,
  walk: EndedWalk<A>,
  pass: PassStatistics,
): Reading<Outcome | undefined, A> {
  const { controller, readsScalars, times } = problem;
  const { outputs, steps } = walk;
  let bad = steps.length;
  if (!controller.adaptive && readsScalars) {
    const suspect = yield* findSuspectSteps(problem, walk, pass);
    if (suspect === "y0") {
      outputs.truncate(1);
      return outcome("nonFiniteState", times[0] as number, steps.at(-1)?.h ?? 0);
    }
    if (suspect !== undefined) bad = yield* findNonFiniteStep(problem, steps, suspect, pass);
  }
  const within = yield* findNonFiniteWithin(problem, outputs.norms.splice(0), pass);
  if (within !== undefined) bad = Math.min(bad, stepOf(steps, within));
  if (bad === steps.length) return undefined;
  outputs.truncate(Math.max(1, firstOutputFrom(steps, bad) ?? outputs.states.length));
  const { end, h } = steps.at(bad) as Step;
  return outcome("nonFiniteState", end, h);
}

/** Steps in which the state became non-finite; "y0" if it was so from the start. */
function* findSuspectSteps<A>(
  problem: Problem<A>,
  { outputs, steps, state }: EndedWalk<A>,
  pass: PassStatistics,
): Reading<SuspectSteps<A> | "y0" | undefined, A> {
  const { backend, save, y0, method } = problem;
  if (save !== undefined) {
    // What is saved does not tell.
    if (yield* holdsFinite(backend, state, pass)) return undefined;
    if (!(yield* holdsFinite(backend, y0, pass))) return "y0";
    return { from: 0, to: steps.length, y: y0 };
  }
  // NaN and infinity persist in a state to which only increments are added.
  if (yield* holdsFinite(backend, outputs.states.at(-1) as State<A>, pass)) return undefined;
  const known = knownStates(outputs.states, steps);
  const states = known.map(({ output }) => outputs.states[output] as State<A>);
  const bad = (yield* findFirstNonFinite(backend, states, pass)) as number;
  const to = known[bad]?.taken as number;
  if (to === 0) return "y0";
  // Outputs do not contain the memory of a method: steps of methods with memory are replayed from the first one.
  let start = method.memory ? 0 : bad - 1;
  while (known[start]?.restarts) start--;
  return { from: known[start]?.taken as number, to, y: states[start] as State<A> };
}

/** An output that is the state between two steps. */
interface KnownState {
  readonly output: number;
  /** The number of steps before it. */
  readonly taken: number;
  /** Whether the next step starts from another state. */
  readonly restarts: boolean;
}

function knownStates(
  outputs: ReadonlyArray<unknown>,
  steps: ReadonlyArray<Step>,
): ReadonlyArray<KnownState> {
  const known: Array<KnownState> = [];
  const initial = firstOutputFrom(steps, 0) ?? outputs.length;
  for (let output = 0; output < initial; output++)
    known.push({ output, taken: 0, restarts: false });
  for (let n = 0; n < steps.length; n++) {
    const step = steps.at(n) as Step;
    const restarts = step.cut !== undefined;
    for (const { index, theta } of step.outputs)
      if (typeof theta === "number") known.push({ output: index, taken: n + 1, restarts });
  }
  return known;
}

/** The first output whose norm is not finite. Frees the norms. */
function* findNonFiniteWithin<A>(
  { backend }: Problem<A>,
  norms: ReadonlyArray<OutputNorm<A>>,
  pass: PassStatistics,
): Reading<number | undefined, A> {
  if (norms.length === 0) return undefined;
  const scalars = norms.map(({ norm }) => norm);
  try {
    const all = scalars.every((norm) => typeof norm !== "number")
      ? yield* readScalar({ backend }, normOf(backend, scalars), pass)
      : Number.NaN;
    if (Number.isFinite(all)) return undefined;
    const values = yield* readScalars({ backend }, scalars, pass);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    return norms[bad]?.output;
  } finally {
    for (const state of scalars.flatMap(scalarStates)) backend.release(state);
  }
}

/** A scalar that is finite exactly if all scalars are. */
function normOf<A>(backend: Problem<A>["backend"], scalars: ReadonlyArray<A>): A | number {
  backend.openScope();
  let norm: A | number = Number.NaN;
  try {
    norm = finiteNorm(backend, backend.stack(scalars.map((scalar) => [scalar])));
    return norm;
  } finally {
    backend.closeScope(scalarStates(norm));
  }
}

function stepOf(steps: ReadonlyArray<Step>, output: number): number {
  return steps.findIndex((step) => step.outputs.some(({ index }) => index === output));
}

/** The first output of a step or of those after it. */
function firstOutputFrom(steps: ReadonlyArray<Step>, n: number): number | undefined {
  for (let i = n; i < steps.length; i++) {
    const [first] = (steps.at(i) as Step).outputs;
    if (first !== undefined) return first.index;
  }
  return undefined;
}
