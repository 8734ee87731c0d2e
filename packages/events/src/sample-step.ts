import type { OdeError, Reading } from "@symplectic-adjoint/core";
import type { Sample } from "./bracket.js";
import { evaluateConditions } from "./evaluate-conditions.js";
import type { EventSpec } from "./event-spec.js";
import { rateOf } from "./rate.js";
import { readValues } from "./read-values.js";
import type { Probe, Search } from "./search.js";
import type { Sampled, Watch } from "./watch.js";

/** Places near the start that are examined if the rate there is unknown. */
const EARLY = [2 ** -10, 2 ** -5];

/**
 * The values of all conditions at the ends of a step and at the probes between; undefined if the state is not finite.
 * One round of reads; a second one after a restart where a condition is zero.
 */
export function* sampleStep<A>(
  search: Search<A>,
  watches: ReadonlyArray<Watch>,
): Reading<ReadonlyArray<Sampled> | undefined, A> {
  const probes = search.events.flatMap(({ probes: count }, event) => {
    const thetas = Array.from({ length: count }, (_, i) => (i + 1) / (count + 1));
    const known = watches[event]?.value !== undefined;
    return [...(known ? [] : [0]), ...thetas, 1].map((theta): Probe => ({ event, theta }));
  });
  const values = yield* evaluateConditions(search, probes);
  if (values === undefined) return undefined;
  const atZero: Array<number> = [];
  const sampled = watches.map(({ value, pending, quiet }, event): Sampled => {
    const samples = samplesOf(event, probes, values);
    if (value !== undefined) samples.unshift({ theta: 0, value });
    const start = samples[0]?.value as number;
    const isZero = value === undefined && Math.abs(start) <= quiet;
    if (isZero && pending === 0) atZero.push(event);
    // A reset may have moved the state away from a crossing that was pending.
    return { side: isZero && pending !== 0 ? pending : Math.sign(start), samples };
  });
  return atZero.length === 0 ? sampled : yield* fromZero(search, sampled, atZero);
}

/** Replaces the sign at the start, where a condition is zero, by the sign just after it. */
function* fromZero<A>(
  search: Search<A>,
  sampled: ReadonlyArray<Sampled>,
  atZero: ReadonlyArray<number>,
): Reading<ReadonlyArray<Sampled> | undefined, A> {
  const { backend, counts } = search;
  const rates = ratesAtStart(search, atZero);
  const readable = rates.filter((rate): rate is A | number => !isError(rate));
  const numbers = [...(yield* readValues(backend, readable, counts))];
  const sides = rates.map((rate) => (isError(rate) ? undefined : (numbers.shift() as number)));
  const unknown = atZero.filter((_, i) => !sides[i]);
  const early = unknown.flatMap((event) => EARLY.map((theta): Probe => ({ event, theta })));
  const values = yield* evaluateConditions(search, early);
  if (values === undefined) return undefined;
  return sampled.map((known, event) => {
    const i = atZero.indexOf(event);
    if (i < 0) return known;
    const side = Math.sign(sides[i] || 0);
    const start = { theta: 0, value: side * Number.MIN_VALUE };
    const later = [...samplesOf(event, early, values), ...known.samples.slice(1)];
    return { side, samples: [start, ...later.sort((a, b) => a.theta - b.theta)] };
  });
}

/** g_y · ẏ + g_t at the start of the step. */
function ratesAtStart<A>(
  { backend, events, step }: Search<A>,
  atZero: ReadonlyArray<number>,
): ReadonlyArray<A | number | OdeError> {
  let rates: ReadonlyArray<A | number | OdeError> = [];
  backend.openScope();
  try {
    const slope = step.slopeAt(0);
    rates = atZero.map((event) =>
      rateOf(backend, events[event] as EventSpec<A>, step.t, step.before, slope),
    );
    return rates;
  } finally {
    const arrays = rates.filter((rate): rate is A => typeof rate !== "number" && !isError(rate));
    backend.closeScope([arrays]);
  }
}

function isError(value: unknown): value is OdeError {
  return value instanceof Error;
}

function samplesOf(
  event: number,
  probes: ReadonlyArray<Probe>,
  values: ReadonlyArray<number>,
): Array<Sample> {
  return probes.flatMap((probe, i) =>
    probe.event === event ? [{ theta: probe.theta, value: values[i] as number }] : [],
  );
}
