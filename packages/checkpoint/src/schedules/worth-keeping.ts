import { phaseOf, revolveSteps } from "./binomial-numbers.js";
import { fewestRecomputed, type Limit } from "./fewest-recomputed.js";
import { recomputedSteps } from "./recomputed-steps.js";

/**
 * Of the stored steps, those that a backward pass with `slots` checkpoints should keep: such that no step is recomputed
 * more often than necessary, and under that condition as few steps as possible are recomputed.
 *
 * Dropping a checkpoint makes room for those after it. With the first three of a thousand steps in three slots, for
 * example, each later step would be recomputed from the third one.
 */
export function worthKeeping(
  stored: ReadonlyArray<number>,
  total: number,
  slots: number,
): ReadonlyArray<number> {
  if (stored.length < 2 || isOptimal(stored, total, slots)) return stored;
  const { repetitions, reach } = phaseOf(total - (stored[0] as number), slots);
  const fewest: Limit = { total, slots, repetitions, reach };
  const kept = farApart(stored, fewest);
  if (kept !== undefined) return fewestRecomputed(stored, fewest) ?? kept;
  // With one more repetition, the first checkpoint alone is enough.
  const next: Limit = {
    ...{ total, slots, repetitions: repetitions + 1 },
    reach: (reach * (slots + repetitions + 1)) / (repetitions + 1),
  };
  return fewestRecomputed(stored, next) ?? farApart(stored, next) ?? stored.slice(0, 1);
}

/** Whether no other checkpoints would be better, as after a forward pass of known length. */
function isOptimal(stored: ReadonlyArray<number>, total: number, slots: number): boolean {
  if (stored.length > slots) return false;
  let cost = 0;
  for (let i = 0; i < stored.length; i++)
    cost += revolveSteps((stored[i + 1] ?? total) - (stored[i] as number), slots - i);
  return cost === recomputedSteps(total, slots);
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
    // C(free − 1 + r, r) from C(free + r, r).
    reach = (reach * free) / (free + repetitions);
  }
}
