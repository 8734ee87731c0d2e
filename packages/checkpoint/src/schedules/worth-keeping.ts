import { phaseOf } from "./binomial-numbers.js";

/** Which intervals between checkpoints are short enough. */
interface Limit {
  readonly total: number;
  /** Slots for checkpoints, the first one included. */
  readonly slots: number;
  /** How often a step may be recomputed: r. */
  readonly repetitions: number;
  /** The most steps after the first checkpoint for that: C(slots + r, r). */
  readonly reach: number;
}

/**
 * Of the stored steps, those that a backward pass with `slots` checkpoints should keep: all of them, unless dropping some
 * makes room that reduces how often steps are recomputed.
 *
 * Checkpoints of the schedules of this package are all kept. Others may be too many, or too close to each other: with
 * the first three of a thousand steps in three slots, each later step would be recomputed from the third one.
 */
export function worthKeeping(
  stored: ReadonlyArray<number>,
  total: number,
  slots: number,
): ReadonlyArray<number> {
  if (stored.length < 2) return stored;
  const { repetitions, reach } = phaseOf(total - (stored[0] as number), slots);
  const fewest: Limit = { total, slots, repetitions, reach };
  if (allInReach(stored, fewest)) return stored;
  const kept = farApart(stored, fewest);
  if (kept !== undefined) return kept;
  // With one more repetition, the first checkpoint alone is enough.
  const next: Limit = {
    ...{ total, slots, repetitions: repetitions + 1 },
    reach: (reach * (slots + repetitions + 1)) / (repetitions + 1),
  };
  return allInReach(stored, next) ? stored : (farApart(stored, next) ?? stored.slice(0, 1));
}

function allInReach(stored: ReadonlyArray<number>, limit: Limit): boolean {
  const { total, slots, repetitions } = limit;
  if (stored.length > slots) return false;
  let { reach } = limit;
  for (let i = 0; i < stored.length; i++) {
    if ((stored[i + 1] ?? total) - (stored[i] as number) > reach) return false;
    reach = nextReach(reach, slots - i, repetitions);
  }
  return true;
}

/** As few checkpoints as possible with all intervals in reach, if there are such. */
function farApart(stored: ReadonlyArray<number>, limit: Limit): ReadonlyArray<number> | undefined {
  const { total, slots, repetitions } = limit;
  let { reach } = limit;
  let i = 0;
  const kept = [stored[0] as number];
  for (let free = slots; ; free--) {
    const from = stored[i] as number;
    if (total - from <= reach) return kept;
    const start = i;
    while (i + 1 < stored.length && (stored[i + 1] as number) - from <= reach) i++;
    if (i === start || free === 1) return undefined;
    kept.push(stored[i] as number);
    reach = nextReach(reach, free, repetitions);
  }
}

/** C(slots − 1 + r, r) from C(slots + r, r). */
function nextReach(reach: number, slots: number, repetitions: number): number {
  return (reach * slots) / (slots + repetitions);
}
