import type { Measurements } from "../contestants/take-turns.js";

/** float32, through thousands of operations in different order, and step sizes that may differ with it. */
const TOLERANCE = 1e-3;

/** Contestants that do not compute what the first of them does, in sentences: times of different work are no ratio. */
export function checkAgreement(
  contestants: ReadonlyArray<string>,
  entrants: ReadonlyArray<string>,
  { facts }: Pick<Measurements, "facts">,
): ReadonlyArray<string> {
  return entrants.flatMap((entrant) => {
    const norms = contestants.flatMap((name) => {
      const norm = facts(name, entrant)?.norm;
      return norm === undefined ? [] : [{ name, norm }];
    });
    const [first, ...others] = norms;
    if (first === undefined) return [];
    return others.flatMap(({ name, norm }) =>
      Math.abs(norm - first.norm) <= TOLERANCE * first.norm
        ? []
        : [`${entrant}: ${name} computes ${norm}, ${first.name} ${first.norm}.`],
    );
  });
}
