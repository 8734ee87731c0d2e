import type { ForwardPass, Problem, State } from "@symplectic-adjoint/core";
import { runAsync } from "@symplectic-adjoint/solver";
import type { TimesName } from "../options/read-times.js";
import { eventCotangents } from "../solve/event-arrays.js";
import { requestOf } from "../solve/join-solution.js";
import { type OutputEntries, unstackCotangents } from "../solve/output-entries.js";
import { joinScalars, timesGradients } from "../solve/scalars.js";
import { download, type HostState, rounded } from "./host-state.js";

/** The gradient of a functional on the host, by leaf of y0, by parameter and by kind of times, and its rounding noise. */
export interface HostGradients {
  readonly y0: HostState;
  readonly parameters: HostState;
  readonly times: HostState;
}

/** A pass whose gradient is checked. */
export interface CheckedPass<A> {
  readonly problem: Problem<A>;
  readonly pass: Pick<ForwardPass<A>, "pullback">;
  readonly entries: OutputEntries;
  /** Shapes of the stacked outputs, and then of the events' times and states. */
  readonly shapes: ReadonlyArray<ReadonlyArray<number>>;
  /** Number of leaves of the outputs. */
  readonly outputLeaves: number;
  /** The times whose gradients are checked. */
  readonly timed: ReadonlyArray<TimesName>;
}

/** Not a power of two, so that multiplying and dividing changes the rounding. */
const OTHER_SCALE = 0.7;

/** The gradient to check, and the same computed with different rounding. */
export async function pullBackTwice<A>(
  checked: CheckedPass<A>,
  functional: HostState,
): Promise<{ readonly gradients: HostGradients; readonly again: HostGradients }> {
  const gradients = await pullBack(checked, functional);
  const scale = (state: HostState, by: number): HostState =>
    state.map((values) => values.map((value) => value * by));
  const { backend } = checked.problem;
  const scaled = scale(functional, OTHER_SCALE).map((values) => rounded(backend, values));
  const { y0, parameters, times } = await pullBack(checked, scaled);
  const back = 1 / OTHER_SCALE;
  const again = { y0: scale(y0, back), parameters: scale(parameters, back) };
  return { gradients, again: { ...again, times: scale(times, back) } };
}

async function pullBack<A>(
  { problem, pass, entries, shapes, outputLeaves, timed }: CheckedPass<A>,
  functional: HostState,
): Promise<HostGradients> {
  const { backend, y0, dynamics } = problem;
  const owned: Array<State<A>> = [];
  const inScope = <T>(body: () => T, statesOf: (value: T) => ReadonlyArray<State<A>>): T => {
    backend.openScope();
    try {
      const value = body();
      const kept = statesOf(value).map((state) => [...state]);
      owned.push(...kept);
      return value;
    } finally {
      backend.closeScope(owned);
    }
  };
  try {
    const leaves = inScope(
      () =>
        functional.map((values, i) => backend.fromHost(values, shapes[i] as ReadonlyArray<number>)),
      (arrays) => [arrays],
    );
    const count = leaves.length > outputLeaves ? (shapes[outputLeaves]?.[0] ?? 0) : 0;
    const events = inScope(
      () => eventCotangents(backend, leaves.slice(outputLeaves), { count }, y0),
      (found = []) =>
        found.map(({ time, state = [] }) =>
          time === undefined || typeof time === "number" ? state : [time, ...state],
        ),
    );
    const rows = inScope(
      () => unstackCotangents(backend, leaves.slice(0, outputLeaves), shapes, entries),
      (states) => states.filter((state) => state !== undefined),
    );
    const wrt = dynamics.parameters.map((_, i) => i);
    const times = timed.length === 0 ? undefined : requestOf(timed);
    const found = await runAsync(pass.pullback(rows, wrt, { times, events }), backend);
    owned.push(found.y0, found.parameters);
    const joined = timed.map((name) => {
      const scalars = timesGradients(found, name);
      owned.push(scalars.filter((scalar): scalar is A => typeof scalar !== "number"));
      return inScope(
        () => joinScalars(backend, scalars),
        (array) => [[array]],
      );
    });
    return {
      y0: await download(backend, found.y0),
      parameters: await download(backend, found.parameters),
      times: await download(backend, joined),
    };
  } finally {
    for (const state of owned) backend.release(state);
  }
}
