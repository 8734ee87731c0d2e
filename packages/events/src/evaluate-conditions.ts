import type { Reading, State } from "@symplectic-adjoint/core";
import type { EventSpec } from "./event-spec.js";
import { readValues } from "./read-values.js";
import { requireNumbers } from "./require-numbers.js";
import type { Probe, Search } from "./search.js";
import { timeAt } from "./time-at.js";

/**
 * The values of conditions within a step, read together; undefined if the state became NaN or infinite, which the
 * integration itself reports.
 *
 * @throws InvalidDynamicsError if a condition of a finite state is NaN.
 */
export function* evaluateConditions<A>(
  search: Search<A>,
  probes: ReadonlyArray<Probe>,
): Reading<ReadonlyArray<number> | undefined, A> {
  const { backend, counts } = search;
  const values = yield* readValues(backend, conditionsAt(search, probes), counts);
  const bad = values.findIndex(Number.isNaN);
  if (bad < 0) return values;
  yield* requireNumbers(search, probes[bad] as Probe);
  return undefined;
}

function conditionsAt<A>(
  { backend, events, step }: Search<A>,
  probes: ReadonlyArray<Probe>,
): ReadonlyArray<A> {
  let values: Array<A> = [];
  // Conditions at the same place share a state.
  const states = new Map<number, State<A>>([
    [0, step.before],
    [1, step.after],
  ]);
  let finished = false;
  backend.openScope();
  try {
    values = probes.map(({ event, theta }) => {
      const state = states.get(theta) ?? step.at(theta);
      states.set(theta, state);
      const { condition } = events[event] as EventSpec<A>;
      return condition.evaluate(timeAt(step, theta), state)[0] as A;
    });
    finished = true;
    return values;
  } finally {
    backend.closeScope(finished ? [values] : []);
  }
}
