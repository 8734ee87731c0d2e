import { InvalidDynamicsError, type Reading } from "@symplectic-adjoint/core";
import type { EventSpec } from "./event-spec.js";
import { readValues } from "./read-values.js";
import type { Probe, Search } from "./search.js";
import { timeAt } from "./time-at.js";

/** @throws InvalidDynamicsError if a condition is NaN although the states of the step are finite. */
export function* requireNumbers<A>(
  { backend, events, step, counts }: Search<A>,
  { event, theta }: Probe,
): Reading<void, A> {
  const y = [...step.before, ...step.after];
  const ones = y.map(() => 1);
  let norm: A | number = Number.NaN;
  backend.openScope();
  try {
    // y / (1 + |y|) has a finite norm exactly if y is finite.
    norm = backend.errorNorm(y, y, y, { rtol: ones, atol: ones });
  } finally {
    backend.closeScope(typeof norm === "number" ? [] : [[norm]]);
  }
  const [size] = yield* readValues(backend, [norm], counts);
  if (!Number.isFinite(size)) return;
  throw new InvalidDynamicsError({
    argument: `${(events[event] as EventSpec<A>).name}.condition`,
    value: Number.NaN,
    problem: `is not a number at t = ${timeAt(step, theta)}, although the state is finite`,
    remedy: "Return a number everywhere: an event is where it crosses zero.",
  });
}
