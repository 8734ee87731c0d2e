import type { Reading } from "@symplectic-adjoint/core";
import { type Crossing, crossingsOf } from "./crossings.js";
import type { EventSpec } from "./event-spec.js";
import { locate, type Root } from "./locate.js";
import type { Search } from "./search.js";
import { finestFraction } from "./time-at.js";
import type { Sampled, Watch } from "./watch.js";

/** The events of one step that count, in order of time, and the one with which it is left. */
export interface EventsOfStep {
  /** The last one is the cut, if there is one. */
  readonly roots: ReadonlyArray<Root>;
  readonly cut: Root | undefined;
}

/** A crossing, and what it does. */
interface Candidate {
  readonly crossing: Crossing;
  readonly cuts: boolean;
  readonly ends: boolean;
}

/** Events that are closer than this many times the precision of their location happen at the same time. */
const TIE = 4;

/** Finds the events of a step, given samples of all conditions. Undefined if the state is not finite. */
export function* findEvents<A>(
  search: Search<A>,
  sampled: ReadonlyArray<Sampled>,
  watches: ReadonlyArray<Watch>,
): Reading<EventsOfStep | undefined, A> {
  const candidates = sampled.flatMap(({ side, samples }, event) =>
    candidatesOf(
      search.events[event] as EventSpec<A>,
      event,
      watches[event] as Watch,
      side,
      samples,
    ),
  );
  const cuts = candidates.filter((candidate) => candidate.cuts);
  const ends = yield* locate(search, crossingsIn(cuts));
  if (ends === undefined) return undefined;
  const tie = TIE * finestFraction(search.step, search.backend.precision);
  const cut = firstCut(cuts, ends, tie);
  const place = cut === undefined ? 1 : cut.theta + tie;
  const notes = candidates.filter(({ cuts, crossing }) => !cuts && crossing.before.theta <= place);
  const noted = yield* locate(search, crossingsIn(notes));
  if (noted === undefined) return undefined;
  const before = inOrder(noted.filter(({ theta }) => theta <= place));
  return { roots: cut === undefined ? before : [...before, cut], cut };
}

/**
 * The earliest event that ends the integration or resets the state. Of several at the same time one that ends it, whose
 * state is that before a reset; else the first in the list.
 */
function firstCut(
  candidates: ReadonlyArray<Candidate>,
  roots: ReadonlyArray<Root>,
  tie: number,
): Root | undefined {
  const earliest = roots.reduce((least, { theta }) => Math.min(least, theta), 1);
  const together = roots.flatMap((root, i) =>
    root.theta <= earliest + tie ? [{ root, ends: candidates[i]?.ends === true }] : [],
  );
  return (together.find(({ ends }) => ends) ?? together[0])?.root;
}

function crossingsIn(candidates: ReadonlyArray<Candidate>): ReadonlyArray<Crossing> {
  return candidates.map(({ crossing }) => crossing);
}

/** The crossings of one condition, up to the first at which the step is left. */
function candidatesOf<A>(
  { direction, reset, endsAt }: EventSpec<A>,
  event: number,
  { count }: Watch,
  side: number,
  samples: Sampled["samples"],
): ReadonlyArray<Candidate> {
  const all = crossingsOf(event, direction, side, samples).map((crossing, i) => {
    const ends = count + i + 1 >= endsAt;
    return { crossing, ends, cuts: ends || reset !== undefined };
  });
  const first = all.findIndex(({ cuts }) => cuts);
  return first < 0 ? all : all.slice(0, first + 1);
}

/** Ordered by place, then as the events are listed. */
function inOrder(roots: ReadonlyArray<Root>): ReadonlyArray<Root> {
  return [...roots].sort((a, b) => a.theta - b.theta || a.event - b.event);
}
