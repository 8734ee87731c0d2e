import type { State } from "@symplectic-adjoint/core";

/**
 * Copies the parameters; the returned function returns the index of the first one that has changed since, or undefined.
 *
 * Compares with Object.is: NaN equals NaN, 0 differs from −0. Costs a copy of the parameters.
 */
export function watchParameters(parameters: State<Float64Array>): () => number | undefined {
  const before = parameters.map((values) => values.slice());
  return () => {
    for (let k = 0; k < before.length; k++) {
      const then = before[k] as Float64Array;
      const now = parameters[k] as Float64Array;
      for (let i = 0; i < then.length; i++) if (!Object.is(then[i], now[i])) return k;
    }
    return undefined;
  };
}
