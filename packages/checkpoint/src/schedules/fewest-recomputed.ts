import { revolveSteps } from "./binomial-numbers.js";

/** Which intervals between checkpoints are short enough. */
export interface Limit {
  readonly total: number;
  /** Slots for checkpoints, the first one included. */
  readonly slots: number;
  /** How often a step may be recomputed: r. */
  readonly repetitions: number;
  /** The most steps after the first checkpoint for that: C(slots + r, r). */
  readonly reach: number;
}

/** Limits the time for long lists: there, fewer of the stored steps can be left out. */
const MOST_COMPARISONS = 2_000_000;

/**
 * Of the stored steps, those between which the fewest steps are recomputed, with all intervals in reach; the more of
 * them, if that makes no difference. Undefined if there are none, or none with few enough left out.
 *
 * Dynamic programming over the stored steps and the number of those left out before.
 */
export function fewestRecomputed(
  stored: ReadonlyArray<number>,
  { total, slots, repetitions, reach }: Limit,
): ReadonlyArray<number> | undefined {
  const count = stored.length;
  const most = Math.min(count - 1, Math.floor(Math.sqrt(MOST_COMPARISONS / count)));
  const width = most + 1;
  // Entry i × width + d is about keeping step i, with d steps before it left out; i = count is the end.
  const costs = new Float64Array((count + 1) * width).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array((count + 1) * width);
  costs[0] = 0;
  const reaches = reachesOf(Math.min(count, slots), slots, repetitions, reach);

  for (let i = 0; i < count; i++) {
    const from = stored[i] as number;
    for (let left = Math.max(0, i - slots + 1); left <= Math.min(i, most); left++) {
      const cost = costs[i * width + left] as number;
      if (cost === Number.POSITIVE_INFINITY) continue;
      const kept = i - left;
      for (let j = i + 1; j <= count && left + j - i - 1 <= most; j++) {
        const steps = (stored[j] ?? total) - from;
        if (steps > (reaches[kept] as number)) break;
        const sum = cost + revolveSteps(steps, slots - kept);
        const entry = j * width + left + j - i - 1;
        if (sum >= (costs[entry] as number)) continue;
        costs[entry] = sum;
        before[entry] = i;
      }
    }
  }

  let left = -1;
  let fewest = Number.POSITIVE_INFINITY;
  for (let d = 0; d <= most; d++) {
    const cost = costs[count * width + d] as number;
    if (cost >= fewest) continue;
    fewest = cost;
    left = d;
  }
  if (left < 0) return undefined;
  const kept: Array<number> = [];
  for (let j = count; j > 0; ) {
    const i = before[j * width + left] as number;
    kept.unshift(stored[i] as number);
    left -= j - i - 1;
    j = i;
  }
  return kept.length === count ? stored : kept;
}

/** How long an interval may be, by the number of checkpoints before it. */
function reachesOf(
  count: number,
  slots: number,
  repetitions: number,
  longest: number,
): ReadonlyArray<number> {
  const reaches: Array<number> = [];
  let reach = longest;
  for (let i = 0; i < count; i++) {
    reaches.push(reach);
    reach = (reach * (slots - i)) / (slots - i + repetitions);
  }
  return reaches;
}
