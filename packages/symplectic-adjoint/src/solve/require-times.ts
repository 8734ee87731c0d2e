import type { Backend, Tree } from "@symplectic-adjoint/core";
import { type TimesArrays, timesNames } from "../options/read-times.js";
import { requireLike } from "./check-like.js";
import { noTimesError } from "./solution-errors.js";

/** Times to differentiate for: arrays of the shapes that the solve was given. */
export function requireTimes<A>(
  given: TimesArrays<A>,
  arrays: TimesArrays<A>,
  backend: Backend<A>,
): TimesArrays<A> {
  for (const name of timesNames) {
    const [value, original] = [given[name], arrays[name]];
    if (value === undefined) continue;
    if (original === undefined) throw noTimesError(`differentiable(y0, { ${name} })`);
    requireLike(backend, value as Tree<A>, [original], { kind: "leaf" }, name);
  }
  return given;
}
