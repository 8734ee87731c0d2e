import type { CheckpointAction } from "@symplectic-adjoint/core";
import { phaseOf } from "./binomial-numbers.js";

/** What to do before a step of a forward pass of unknown length: store its state, and drop another one before. */
export interface OnlineDecision {
  /** Index in the list of stored steps. */
  readonly drop: number | undefined;
}

/**
 * The checkpoints that an unknown number of steps needs: before step n the partial sums of n in the combinatorial number
 * system of degree `slots`, n = C(slots + r₁, slots) + C(slots − 1 + r₂, slots − 1) + …, with 0 as the first one.
 *
 * The list for n + 1 contains nothing but n + 1 and entries of the list for n, so it can be maintained on the fly. After
 * N steps, an interval with j slots is at most C(j + r, r) long, with the least r that any checkpoints have for N.
 */
export function neededCheckpoints(step: number, slots: number): ReadonlyArray<number> {
  const needed = [0];
  let at = 0;
  for (let free = slots; free > 1 && at < step; free--) {
    at += phaseOf(step - at, free).reach;
    needed.push(at);
  }
  return needed;
}

/** Decides before each step of a forward pass. Remembers when it will store the next one, which depends on n alone. */
export function onlineDecisions(
  slots: number,
): (step: number, stored: ReadonlyArray<number>) => OnlineDecision | undefined {
  let idleFrom = 0;
  let idleTo = 0;
  return (step, stored) => {
    if (step < slots) return { drop: undefined };
    if (slots === 1 || (step >= idleFrom && step < idleTo)) return undefined;
    const needed = neededCheckpoints(step, slots);
    const latest = needed[needed.length - 1] as number;
    if (latest < step) {
      // All slots are in use: the next one is stored when the interval of the last digit is complete.
      const base = needed[needed.length - 2] as number;
      const { repetitions, reach } = phaseOf(step - base, 2);
      idleFrom = step;
      idleTo = base + reach + repetitions + 2;
      return undefined;
    }
    return { drop: stored.length < slots ? undefined : lastNotNeeded(stored, needed) };
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
