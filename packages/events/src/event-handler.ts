import type {
  EventHandler,
  InterpolatedStep,
  ReadCounts,
  Reading,
  StepCut,
} from "@symplectic-adjoint/core";
import { checkHandlerOptions } from "./check-handler-options.js";
import type { EventHandlerOptions } from "./event-handler-options.js";
import type { EventSpec } from "./event-spec.js";
import { findEvents } from "./find-events.js";
import { type KeptEvent, keepEvents, releaseEvent } from "./kept-event.js";
import type { Root } from "./locate.js";
import { continueSearch, repeatsAtOnce, restartSearch } from "./restart-search.js";
import { reverseEvent } from "./reverse-event.js";
import { sampleStep } from "./sample-step.js";
import type { Search } from "./search.js";
import { timeAt } from "./time-at.js";
import { newWatch, type Watch } from "./watch.js";

/** More events than this are more likely a mistake, or Zeno behaviour, than intended. */
const MOST_EVENTS = 1000;

/**
 * The events of one solve, for `Problem.events`.
 *
 * Each accepted step is examined at its ends and at `probes` places between. A change of sign is located on the
 * interpolant to about 4 ulp of the time (to the rounding of the state in float32). Cost per step: an evaluation of each
 * condition at each of these places, and one round of reads; per event: 4 to 8 more of them, or somewhat more if the
 * condition is far from linear within the step; if it may be differentiated, also a VJP of the condition.
 *
 * A condition that is zero at the start, in particular after a reset, is no event; its sign is then that of its rate of
 * change.
 *
 * @throws InvalidArgumentError if an option is missing or of the wrong type.
 */
export function eventHandler<A>(options: EventHandlerOptions<A>): EventHandler<A> {
  checkHandlerOptions(options);
  const { backend, events, maxEvents = MOST_EVENTS, differentiates = true } = options;
  const found: Array<KeptEvent<A>> = [];
  let watches: ReadonlyArray<Watch> = [];
  let counts: ReadCounts | undefined;

  function* accepted(step: InterpolatedStep<A>): Reading<StepCut | undefined, A> {
    const search: Search<A> = { backend, events, step, counts };
    const sampled = yield* sampleStep(search, watches);
    const inStep = sampled && (yield* findEvents(search, sampled, watches));
    // A state that is not finite has no events; the integration reports it.
    if (sampled === undefined || inStep === undefined) return undefined;
    const roots = inStep.roots.slice(0, maxEvents + 1 - found.length);
    if (roots.length === 0) {
      watches = continueSearch(watches, sampled);
      return undefined;
    }
    const kept = yield* keepEvents(search, roots, sampled, differentiates);
    found.push(...kept);
    const last = roots[roots.length - 1] as Root;
    const exceeds = found.length > maxEvents || repeatsAtOnce(search, watches, last);
    const counted = watches.map((watch, i) => {
      const more = roots.filter(({ event }) => event === i).length;
      return { ...watch, count: watch.count + more };
    });
    if (inStep.cut === undefined && !exceeds) {
      watches = continueSearch(counted, sampled);
      return undefined;
    }
    const { event, theta } = last;
    const ends =
      exceeds || (counted[event] as Watch).count >= (events[event] as EventSpec<A>).endsAt;
    if (!ends) watches = yield* restartSearch(search, counted, sampled, roots);
    const t = timeAt(step, theta);
    return { theta, t, found: found.length - 1, ends, exceeds, outputs: [] };
  }

  function release(): void {
    for (const event of found.splice(0)) releaseEvent(backend, event);
  }

  return {
    interpolates: true,
    found,
    begin(_t, _y, reads) {
      release();
      watches = events.map(() => newWatch());
      counts = reads;
    },
    accepted,
    continueFrom({ found: index, t }, state) {
      const { event } = found[index] as KeptEvent<A>;
      const { reset } = events[event] as EventSpec<A>;
      return reset === undefined ? backend.retain(state) : reset.evaluate(t, state);
    },
    reverse(index, cotangents, wrt) {
      const event = found[index] as KeptEvent<A>;
      return reverseEvent(backend, events[event.event] as EventSpec<A>, event, cotangents, wrt);
    },
    release,
  };
}
