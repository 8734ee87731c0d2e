import type { Counts } from "../src/contestants/services.js";
import type { Measurements } from "../src/contestants/take-turns.js";

/** Measurements as if each call had taken the same time in each of three rounds. Keys: contestant, a comma, entrant. */
export function constantTimes(
  seconds: Readonly<Record<string, number>>,
  counts: Readonly<Record<string, Counts>> = {},
): Measurements {
  return {
    seconds(contestant, entrant) {
      const time = seconds[`${contestant}, ${entrant}`];
      return time === undefined ? undefined : [time, time, time];
    },
    facts(contestant, entrant) {
      const counted = counts[`${contestant}, ${entrant}`];
      return counted === undefined ? undefined : { norm: 1, counts: counted };
    },
    cores: () => undefined,
    failures: [],
  };
}
