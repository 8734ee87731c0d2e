import type { Reading } from "@symplectic-adjoint/core";
import { type Bracket, bracket as newBracket, type Sample } from "./bracket.js";
import type { Crossing } from "./crossings.js";
import { evaluateConditions } from "./evaluate-conditions.js";
import type { Search } from "./search.js";
import { finestFraction, roundingOf } from "./time-at.js";

/** A crossing that was located: an event. */
export interface Root extends Sample {
  /** Index of the event. */
  readonly event: number;
}

/**
 * Locates crossings, all at the same time: each round of reads has one value for each of them. The root is on the side
 * after the crossing, so that a continuation from it does not find it again. Undefined if the state is not finite.
 */
export function* locate<A>(
  search: Search<A>,
  crossings: ReadonlyArray<Crossing>,
): Reading<ReadonlyArray<Root> | undefined, A> {
  const { precision } = search.backend;
  const width = finestFraction(search.step, precision);
  const searches = crossings.map(({ event, before, after }) => {
    const smaller = Math.min(Math.abs(before.value), Math.abs(after.value));
    return { event, bracket: newBracket(before, after, width, roundingOf(precision) * smaller) };
  });
  for (;;) {
    const open = searches.filter(({ bracket: { settled } }) => !settled);
    if (open.length === 0) return searches.map(rootOf);
    const probes = open.map(({ event, bracket: { theta } }) => ({ event, theta }));
    const values = yield* evaluateConditions(search, probes);
    if (values === undefined) return undefined;
    for (const [i, { bracket }] of open.entries()) bracket.tell(values[i] as number);
  }
}

function rootOf({
  event,
  bracket: { after },
}: {
  readonly event: number;
  readonly bracket: Bracket;
}): Root {
  return { event, theta: after.theta, value: after.value };
}
