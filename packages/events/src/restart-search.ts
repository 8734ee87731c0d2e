import type { Reading } from "@symplectic-adjoint/core";
import { isCrossing } from "./crossings.js";
import { evaluateConditions } from "./evaluate-conditions.js";
import type { EventSpec } from "./event-spec.js";
import type { Root } from "./locate.js";
import type { Search } from "./search.js";
import { finestFraction, roundingOf } from "./time-at.js";
import { newWatch, type Sampled, scaleOf, type Watch } from "./watch.js";

/** A condition is evaluated by rounding to this multiple of the precision, at most. */
const ROUNDINGS = 8;

/** Events of one kind that are closer than this many times the precision of their location are not distinct. */
const CLOSEST = 8;

/**
 * Whether an event that reset the state occurs again at once, to the precision with which events are located: Zeno
 * behaviour. A continuation would miss the next one.
 */
export function repeatsAtOnce<A>(
  { step, backend }: Search<A>,
  watches: ReadonlyArray<Watch>,
  { event, theta }: Root,
): boolean {
  const { quiet, pending } = watches[event] as Watch;
  return quiet > 0 && pending === 0 && theta <= CLOSEST * finestFraction(step, backend.precision);
}

/** What is known at the start of the next step, if it continues from the end of this one. */
export function continueSearch(
  watches: ReadonlyArray<Watch>,
  sampled: ReadonlyArray<Sampled>,
): ReadonlyArray<Watch> {
  return watches.map(({ count }, event) => {
    const { samples } = sampled[event] as Sampled;
    const { value } = samples[samples.length - 1] as { readonly value: number };
    return value === 0 ? newWatch(count) : { ...newWatch(count), value };
  });
}

/**
 * What is known at the start of the next step, if it continues from the last of these events.
 *
 * The condition of that event is zero there, up to rounding. Another one may have crossed zero at the same time, to the
 * precision of the location; its event would be lost, so it is pending. One round of reads if there is another condition.
 */
export function* restartSearch<A>(
  search: Search<A>,
  watches: ReadonlyArray<Watch>,
  sampled: ReadonlyArray<Sampled>,
  roots: ReadonlyArray<Root>,
): Reading<ReadonlyArray<Watch>, A> {
  const { events, backend } = search;
  const cut = roots[roots.length - 1] as Root;
  const others = events.flatMap((_, event) =>
    event === cut.event ? [] : [{ event, theta: cut.theta }],
  );
  const values = others.length === 0 ? [] : yield* evaluateConditions(search, others);
  return watches.map((watch, event) => {
    const { count } = watch;
    const { samples, side } = sampled[event] as Sampled;
    const quietAfter = (value: number) =>
      quietBelow(Math.abs(value), scaleOf(samples), roundingOf(backend.precision));
    if (event === cut.event) return { ...newWatch(count), quiet: quietAfter(cut.value) };
    const value = values?.[others.findIndex((other) => other.event === event)] ?? 0;
    const counted = roots.filter((root) => root.event === event);
    // Since its last event it has not left zero.
    const stays = watch.quiet > 0 && Math.abs(value) <= watch.quiet && counted.length === 0;
    if (stays) return { ...watch, value: undefined };
    const { direction } = events[event] as EventSpec<A>;
    const before = sideBefore(side, samples, counted, cut.theta);
    if (!isCrossing(direction, before, Math.sign(value))) return newWatch(count);
    return { ...newWatch(count), pending: before, quiet: quietAfter(value) };
  });
}

/** The sign of a condition just before a place, after the crossings that have counted. */
function sideBefore(
  side: number,
  samples: Sampled["samples"],
  counted: ReadonlyArray<Root>,
  theta: number,
): number {
  const known = [...samples.filter((sample) => sample.theta < theta), ...counted];
  const last = known.reduce<Sampled["samples"][number] | undefined>(
    (latest, sample) => (latest === undefined || sample.theta >= latest.theta ? sample : latest),
    undefined,
  );
  return last === undefined ? side : Math.sign(last.value);
}

/**
 * Values of a condition that are zero where it was found to cross zero: what the search has left, unless the condition
 * jumps, or rounding.
 */
function quietBelow(left: number, scale: number, rounding: number): number {
  return Math.max(4 * Math.min(left, Math.sqrt(rounding) * scale), ROUNDINGS * rounding * scale);
}
