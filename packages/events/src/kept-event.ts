import {
  type Backend,
  type FoundEvent,
  OdeError,
  type Reading,
  type State,
} from "@symplectic-adjoint/core";
import type { EventSpec } from "./event-spec.js";
import type { Root } from "./locate.js";
import { rateOf } from "./rate.js";
import { readValues } from "./read-values.js";
import type { Search } from "./search.js";
import { roundingOf, timeAt } from "./time-at.js";
import { type Sampled, scaleOf } from "./watch.js";

/** An event that was found, with what its gradient needs. */
export interface KeptEvent<A> extends FoundEvent<A> {
  /** dy/dt of the interpolant at the event; undefined if nothing is differentiated. Owned like the state. */
  readonly slope: State<A> | undefined;
  /** G = g_y · ẏ + g_t, or why there is none; undefined if nothing is differentiated. */
  readonly rate: number | OdeError | undefined;
}

/**
 * Keeps the events of a step: their states, and, if they may be differentiated, the slopes there and the rates at which
 * the conditions change. One round of reads if they may be.
 */
export function* keepEvents<A>(
  search: Search<A>,
  roots: ReadonlyArray<Root>,
  sampled: ReadonlyArray<Sampled>,
  differentiates: boolean,
): Reading<ReadonlyArray<KeptEvent<A>>, A> {
  const { backend, step, counts } = search;
  const drafts = draftsOf(search, roots, differentiates);
  let finished = false;
  try {
    const scalars = drafts.flatMap(({ rate }) => (isReadable(rate) ? [rate] : []));
    const numbers = [...(yield* readValues(backend, scalars, counts))];
    const kept = drafts.map(({ root, state, slope, rate }): KeptEvent<A> => {
      const { event, theta } = root;
      const known = isReadable(rate) ? (numbers.shift() as number) : rate;
      const scale = scaleOf(sampled[event]?.samples ?? []) / Math.abs(step.h);
      const grazing =
        typeof known === "number" && isGrazing(known, scale, roundingOf(backend.precision));
      const t = timeAt(step, theta);
      return { event, step: step.index, theta, t, state, grazing, slope, rate: known };
    });
    finished = true;
    return kept;
  } finally {
    if (!finished) for (const draft of drafts) releaseEvent(backend, draft);
  }
}

/** Frees the arrays of an event. */
export function releaseEvent<A>(
  backend: Pick<Backend<A>, "release">,
  { state, slope }: Pick<KeptEvent<A>, "state" | "slope">,
): void {
  backend.release(state);
  if (slope !== undefined) backend.release(slope);
}

interface Draft<A> {
  readonly root: Root;
  readonly state: State<A>;
  readonly slope: State<A> | undefined;
  readonly rate: A | number | OdeError | undefined;
}

function draftsOf<A>(
  { backend, events, step }: Search<A>,
  roots: ReadonlyArray<Root>,
  differentiates: boolean,
): ReadonlyArray<Draft<A>> {
  const drafts: Array<Draft<A>> = [];
  let finished = false;
  backend.openScope();
  try {
    for (const root of roots) {
      const { event, theta } = root;
      const state = step.at(theta);
      const slope = differentiates ? step.slopeAt(theta) : undefined;
      const spec = events[event] as EventSpec<A>;
      const rate = slope && rateOf(backend, spec, timeAt(step, theta), state, slope);
      // Retained, because the scope of a caller may be open, and events outlive it.
      drafts.push({
        root,
        state: backend.retain(state),
        slope: slope && backend.retain(slope),
        rate,
      });
    }
    finished = true;
    return drafts;
  } finally {
    const rates = drafts.flatMap(({ rate }) =>
      isReadable(rate) && typeof rate !== "number" ? [[rate]] : [],
    );
    backend.closeScope(finished ? rates : []);
    if (!finished) for (const draft of drafts) releaseEvent(backend, draft);
  }
}

function isReadable<A>(rate: A | number | OdeError | undefined): rate is A | number {
  return rate !== undefined && !(rate instanceof OdeError);
}

/**
 * Whether a rate is so small, compared with the change of the condition over the step, that rounding decides whether
 * there is a crossing at all: near a double root at distance δ, the rate is 2√δ where the condition dips to δ.
 */
function isGrazing(rate: number, scale: number, rounding: number): boolean {
  const least = Math.sqrt(rounding) * scale;
  return !(Math.abs(rate) > least && Number.isFinite(rate));
}
