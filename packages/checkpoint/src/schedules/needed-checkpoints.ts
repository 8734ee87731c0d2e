import { phaseOf } from "./binomial-numbers.js";

/**
 * The checkpoints that a forward pass of unknown length needs before step n, so that after n + 1 steps none has to be
 * recomputed more than r times, where C(s + r, r) ≤ n + 1 < C(s + r + 1, r + 1).
 *
 * The first one after 0 is at near(s) = C(s + r − 1, r − 1) or, from then on, at far(s) = C(s + r, r), if these are not
 * after n. Those behind it follow the same rule with one slot less. So the interval after a checkpoint that has k slots
 * never has more than far(k) steps, which can be reversed with r repetitions.
 *
 * The list for n + 1 contains nothing but n + 1 and entries of the list for n, so it can be maintained on the fly: since
 * far(s) = near(s) + far(s − 1), the step at far(s) is a candidate of the slot behind near(s) as well, and all others are
 * given up then.
 */
export interface NeededCheckpoints {
  /** Ascending, with 0 as the first one; n itself is the last one if its state has to be stored. */
  readonly steps: Array<number>;
  /** For each, whether it is the far one of its two candidates. */
  readonly atFar: Array<boolean>;
  /** far and near, by index in the list; relative to the checkpoint before. */
  readonly far: ReadonlyArray<number>;
  readonly near: ReadonlyArray<number>;
  /** The step at which r grows. */
  readonly end: number;
}

/**
 * The list for a step, in time proportional to its length.
 *
 * @param step At least `slots`: before that, all steps are stored.
 * @param slots At least 2.
 */
export function neededCheckpoints(step: number, slots: number): NeededCheckpoints {
  const { repetitions: r, reach } = phaseOf(step + 1, slots);
  const far = [0];
  const near = [0];
  for (let k = slots, size = reach; k > 1; k--) {
    far.push(size);
    near.push((size * r) / (k + r));
    size = (size * k) / (k + r);
  }
  const steps = [0];
  const atFar = [true];
  const end = (reach * (slots + r + 1)) / (r + 1) - 1;
  const needed = { steps, atFar, far, near, end };
  for (let i = 1; i < slots; i++) {
    const base = steps[i - 1] as number;
    const isFar = step >= base + (far[i] as number);
    const at = base + ((isFar ? far : near)[i] as number);
    if (at > step) break;
    steps.push(at);
    atFar.push(isFar);
  }
  return needed;
}

/** The next step at which the list changes, or r grows. */
export function nextChange({ steps, atFar, far, near, end }: NeededCheckpoints): number {
  const { length } = steps;
  if (length < near.length)
    return Math.min(end, (steps[length - 1] as number) + (near[length] as number));
  const i = atFar.lastIndexOf(false);
  return i < 0 ? end : Math.min(end, (steps[i - 1] as number) + (far[i] as number));
}

/** Changes the list to that of the next change, unless r grows there. In constant time, averaged over the changes. */
export function change({ steps, atFar, far, near }: NeededCheckpoints, step: number): void {
  if (steps.length < near.length) {
    steps.push(step);
    atFar.push(false);
    return;
  }
  let i = atFar.lastIndexOf(false);
  while (i > 1 && !atFar[i - 1] && (steps[i - 2] as number) + (far[i - 1] as number) === step) i--;
  steps.length = i;
  atFar.length = i;
  steps.push(step);
  atFar.push(true);
}
