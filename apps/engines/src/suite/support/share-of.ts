import type { EngineUnderTest } from "../engine-under-test.js";
import { long } from "./long.js";

/**
 * The cases that an engine runs by one of several strategies: all of them, but on a GPU, unless tests run at full length,
 * all by the first strategy, and each by one of the others in turn. A GPU compiles a program for nearly every operation of
 * a case, and what differs between strategies is the same on all engines.
 */
export function shareOf<T>(
  { forwarding }: Pick<EngineUnderTest, "forwarding">,
  cases: ReadonlyArray<T>,
  strategy: unknown,
  strategies: ReadonlyArray<unknown>,
): ReadonlyArray<T> {
  const place = strategies.indexOf(strategy);
  if (long || forwarding === undefined || place === 0) return cases;
  return cases.filter((_, i) => i % (strategies.length - 1) === place - 1);
}
