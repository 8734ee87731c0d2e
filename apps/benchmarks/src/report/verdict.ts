import type { Ratio } from "../timing/ratio.js";

/** The required limit of a ratio. */
export interface Limit {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** A ratio, and whether it is within its limit. */
export interface Verdict extends Ratio {
  readonly limit?: Limit;
  readonly holds: boolean;
}

/** Compares the median, rounded as shown, with the limit. Undefined if there is no ratio. */
export function judge(ratio: Ratio | undefined, limit?: Limit): Verdict | undefined {
  if (ratio === undefined) return undefined;
  const { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = limit ?? {};
  const { rounds } = ratio;
  const [median, lower, upper] = [ratio.median, ratio.lower, ratio.upper].map(shown) as [
    number,
    number,
    number,
  ];
  const holds = median <= atMost && median >= atLeast;
  return { median, lower, upper, rounds, ...(limit !== undefined && { limit }), holds };
}

/** For a cell of a table: `3.21 ≤ 3.5 ✓`. */
export function showVerdict(verdict: Verdict | undefined): string {
  if (verdict === undefined) return "–";
  const { median, limit, holds } = verdict;
  const value = median.toFixed(2);
  return limit === undefined ? value : `${value} ${showLimit(limit)} ${holds ? "✓" : "✗"}`;
}

/** The limit with its sign. */
export function showLimit({ atMost, atLeast }: Limit): string {
  return atMost !== undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
}

/** A sentence if a required limit is violated. */
export function failuresOf(what: string, verdict: Verdict | undefined): ReadonlyArray<string> {
  if (verdict === undefined || verdict.holds || verdict.limit === undefined) return [];
  const { median, lower, upper, limit } = verdict;
  return [`${what}: ${median} (quartiles ${lower} – ${upper}) is not ${showLimit(limit)}.`];
}

function shown(value: number): number {
  return Number(value.toFixed(2));
}
