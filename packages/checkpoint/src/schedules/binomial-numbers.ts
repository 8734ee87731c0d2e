/** How often steps are recomputed, and a binomial coefficient that belongs to it. */
export interface Phase {
  /** The largest r with C(slots + r, r) ≤ steps. */
  readonly repetitions: number;
  /** C(slots + r, r): the most steps that can be reversed from one checkpoint with r repetitions of each. */
  readonly reach: number;
}

/**
 * The phase of a number of steps, at least 1. A forward pass that leaves `slots` checkpoints behind can be reversed with
 * at most r repetitions of each step up to C(slots + r + 1, r + 1) − 1 steps.
 */
export function phaseOf(steps: number, slots: number): Phase {
  if (slots === 1) return { repetitions: steps - 1, reach: steps };
  let reach = 1;
  let repetitions = 0;
  for (;;) {
    // Exact: the quotient is a binomial coefficient.
    const next = (reach * (slots + repetitions + 1)) / (repetitions + 1);
    if (next > steps) return { repetitions, reach };
    reach = next;
    repetitions++;
  }
}

/**
 * Distance from the first checkpoint of a segment to the next one, such that as few steps as possible are recomputed
 * when the segment is reversed with `slots` checkpoints, its first included.
 *
 * Of the optimal distances (Griewank & Walther 2000) it is the largest one that leaves the interval after the last
 * checkpoint short. It is optimal both in a backward pass, where the sweep that stores the checkpoints recomputes steps,
 * and in the forward pass, which has to compute them anyway.
 *
 * @param steps Length of the segment, at least 2.
 * @param slots At least 2.
 */
export function firstInterval(steps: number, slots: number): number {
  const { repetitions, reach } = phaseOf(steps, slots);
  const shortest = (reach * repetitions) / (slots + repetitions);
  const longer = (reach * slots) / (slots + repetitions);
  return shortest + Math.min(steps - reach, longer);
}

/**
 * The fewest steps to take when a segment is reversed with `slots` checkpoints, its first included: r l − C(s + r, r − 1)
 * for l steps, where C(s + r − 1, r − 1) < l ≤ C(s + r, r). The sweep to the last step counts.
 */
export function revolveSteps(steps: number, slots: number): number {
  if (slots === 1) return (steps * (steps - 1)) / 2;
  let reach = 1;
  let repetitions = 0;
  while (reach < steps) {
    repetitions++;
    reach = (reach * (slots + repetitions)) / repetitions;
  }
  return repetitions * steps - (reach * repetitions) / (slots + 1);
}
