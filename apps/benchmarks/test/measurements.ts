import { type CaseKey, sameCase } from "../src/cases/case-key.js";
import type { Measurements } from "../src/runners/measure-cases.js";
import { type RunnerKey, sameRunner } from "../src/runners/runner-key.js";
import type { Counts } from "../src/runners/services.js";

/** A runner, a case, the seconds of a call, and what the call did. */
export type ConstantTime = readonly [
  runner: RunnerKey,
  key: CaseKey,
  seconds: number,
  counts?: Counts,
];

/** Measurements as if each call had taken the same time in each of three rounds. */
export function constantTimes(times: ReadonlyArray<ConstantTime>): Measurements {
  const find = (runner: RunnerKey, key: CaseKey) =>
    times.find(([ours, our]) => sameRunner(ours, runner) && sameCase(our, key));
  return {
    seconds(runner, key) {
      const found = find(runner, key);
      return found === undefined ? undefined : [found[2], found[2], found[2]];
    },
    facts(runner, key) {
      const counts = find(runner, key)?.[3];
      return counts === undefined ? undefined : { norm: 1, counts };
    },
    cores: () => undefined,
    failures: [],
  };
}
