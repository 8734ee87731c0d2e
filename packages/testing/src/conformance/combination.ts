import { type HostState, mapStates } from "./host-state.js";

/** base + scale Σ w_j t_j, and the same with magnitudes; `base` may be undefined. */
export function combination(
  base: HostState | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<HostState>,
): { readonly expected: HostState; readonly magnitude: HostState } {
  const used = terms.slice(0, weights.length);
  const states = [base ?? mapStates(terms, () => 0), ...used];
  const sum = (take: (x: number) => number): HostState =>
    mapStates(states, (start = 0, ...values) =>
      values.reduce(
        (total, value, j) => total + take(scale * (weights[j] as number) * value),
        take(start),
      ),
    );
  return { expected: sum((x) => x), magnitude: sum(Math.abs) };
}
