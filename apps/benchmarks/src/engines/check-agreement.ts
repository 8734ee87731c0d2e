import { type CaseKey, caseName } from "../cases/case-key.js";
import type { Measurements } from "../runners/measure-cases.js";
import { type RunnerKey, runnerName } from "../runners/runner-key.js";

/** float32, through thousands of operations in different order, and step sizes that may differ with it. */
const TOLERANCE = 1e-3;

/** Runners whose results differ from those of the first, as sentences: times of different work cannot be compared. */
export function checkAgreement(
  runners: ReadonlyArray<RunnerKey>,
  cases: ReadonlyArray<CaseKey>,
  { facts }: Pick<Measurements, "facts">,
): ReadonlyArray<string> {
  return cases.flatMap((key) => {
    const norms = runners.flatMap((runner) => {
      const norm = facts(runner, key)?.norm;
      return norm === undefined ? [] : [{ name: runnerName(runner), norm }];
    });
    const [first, ...others] = norms;
    if (first === undefined) return [];
    return others.flatMap(({ name, norm }) =>
      Math.abs(norm - first.norm) <= TOLERANCE * first.norm
        ? []
        : [`${caseName(key)}: ${name} computes ${norm}, ${first.name} ${first.norm}.`],
    );
  });
}
