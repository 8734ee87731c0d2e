import type { CheckpointAction } from "@symplectic-adjoint/core";
import { phaseOf } from "./binomial-numbers.js";

/** Checkpoints of a forward pass before a step. */
export interface NeededCheckpoints {
  /** Ascending, with 0 as the first one; the step itself is the last one if its state has to be stored. */
  readonly steps: ReadonlyArray<number>;
  /** The first later step at which they may change. */
  readonly next: number;
}

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
 *
 * @param step At least `slots`; before that, all steps are stored.
 * @param slots At least 2.
 */
export function neededCheckpoints(step: number, slots: number): NeededCheckpoints {
  const { repetitions: r, reach } = phaseOf(step + 1, slots);
  const steps = [0];
  let at = 0;
  let far = reach;
  let next = (reach * (slots + r + 1)) / (r + 1) - 1;
  for (let free = slots; free > 1; free--) {
    const near = (far * r) / (free + r);
    if (step < at + far) {
      next = Math.min(next, at + far);
      if (step < at + near) {
        next = Math.min(next, at + near);
        break;
      }
      at += near;
    } else at += far;
    steps.push(at);
    far = (far * free) / (free + r);
  }
  return { steps, next };
}

/** What to do before a step: store its state, and drop another one before. */
export interface OnlineDecision {
  /** Index in the list of stored steps. */
  readonly drop: number | undefined;
}

/** Decides before each step of a forward pass. Remembers when it has to think again, which depends on n alone. */
export function onlineDecisions(
  slots: number,
): (step: number, stored: ReadonlyArray<number>) => OnlineDecision | undefined {
  let idleFrom = 0;
  let idleTo = 0;
  return (step, stored) => {
    if (step < slots) return { drop: undefined };
    if (slots === 1 || (step >= idleFrom && step < idleTo)) return undefined;
    const { steps, next } = neededCheckpoints(step, slots);
    if (steps[steps.length - 1] !== step) {
      idleFrom = step;
      idleTo = next;
      return undefined;
    }
    return { drop: stored.length < slots ? undefined : lastNotNeeded(stored, steps) };
  };
}

/** Index of the last stored step that is not needed; both lists are ascending. */
function lastNotNeeded(
  stored: ReadonlyArray<number>,
  needed: ReadonlyArray<number>,
): number | undefined {
  let i = needed.length - 2;
  for (let j = stored.length - 1; j > 0; j--) {
    if (stored[j] !== needed[i]) return j;
    i--;
  }
  return undefined;
}

/** The actions of a decision. */
export function onlineActions(
  decision: OnlineDecision,
  step: number,
  stored: ReadonlyArray<number>,
): ReadonlyArray<CheckpointAction> {
  const store: CheckpointAction = { type: "store", step };
  if (decision.drop === undefined) return [store];
  return [{ type: "drop", step: stored[decision.drop] as number }, store];
}
