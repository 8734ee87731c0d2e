import type { LastingPlaces } from "../arena/lasting-places.js";
import type { Storage } from "../arena/storage.js";
import type { Value, ValueId, Values } from "../values/values.js";
import { contributions } from "./contributions.js";
import { countUses, type Exit, findSettled, isGiven, neededFor, type Section } from "./sections.js";

/** Where cotangents are written. */
export interface Bars {
  readonly states: ReadonlyArray<Storage>;
  /** Added to. */
  readonly parameters: ReadonlyArray<Storage>;
  /** One, or none. */
  readonly time: ReadonlyArray<Storage>;
}

/** The three lists of a program. */
export interface Sections {
  readonly prelude: Section;
  readonly forward: Section;
  readonly backward: Section;
}

/** Divides the values: what is settled belongs to the prelude, which keeps what the others need. */
export function sectionsOf(
  values: Values,
  places: LastingPlaces,
  outputs: ReadonlyArray<Storage>,
  bars: Bars,
): Sections {
  const { list } = values;
  const settled = findSettled(list);
  const isSettled = (id: ValueId): boolean => settled[id] === true;
  const isKnown = (id: ValueId): boolean => isSettled(id) || isGiven(list[id] as Value);
  const section = (exits: ReadonlyArray<Exit>): Section => ({
    values: neededFor(
      list,
      exits.map(({ value }) => value),
      isKnown,
    ),
    exits,
  });
  const forward = section(overwriting(values.forward, outputs));
  const backward = section(backwardExits(values, bars, section));
  const needed = new Set<ValueId>();
  for (const { values: computed, exits } of [forward, backward]) {
    for (const id of computed)
      for (const { value } of (list[id] as Value).operands) needed.add(value);
    for (const { value } of exits) needed.add(value);
  }
  const kept = [...needed].filter((id) => isSettled(id) && !isGiven(list[id] as Value));
  const prelude = {
    values: neededFor(list, kept, (id) => isGiven(list[id] as Value)),
    exits: kept.map((value) => ({ value, to: places.keep(value), accumulates: false })),
  };
  return { prelude, forward, backward };
}

function overwriting(
  ids: ReadonlyArray<ValueId>,
  places: ReadonlyArray<Storage>,
): ReadonlyArray<Exit> {
  return places.map((to, i) => ({ value: ids[i] as ValueId, to, accumulates: false }));
}

function backwardExits(
  { list, backward }: Values,
  { states, parameters, time }: Bars,
  section: (exits: ReadonlyArray<Exit>) => Section,
): ReadonlyArray<Exit> {
  const whole = section(overwriting(backward, [...states, ...parameters, ...time]));
  const uses = countUses(list, whole);
  const totals = backward.slice(states.length);
  return [
    ...overwriting(backward, states),
    ...parameters.flatMap((to, i) =>
      contributions(list, totals[i] as ValueId, to, (id) => uses.get(id) ?? 0),
    ),
    ...overwriting(totals.slice(parameters.length), time),
  ];
}
