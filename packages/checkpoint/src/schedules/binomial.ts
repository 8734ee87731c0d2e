import {
  type CheckpointAction,
  type CheckpointSchedule,
  checkOptions,
  type ForwardView,
} from "@symplectic-adjoint/core";
import { firstInterval } from "./binomial-numbers.js";
import { requiredCount } from "./counts.js";
import { NOTHING } from "./nothing.js";
import { type CheckpointCount, onlineForward } from "./online.js";
import { reverseBetween } from "./reverse-between.js";

const TABLE = { checkpoints: requiredCount("Write binomial({ checkpoints: 20 }).") };

/**
 * The schedule that recomputes the fewest steps with at most `checkpoints` states at once: `recomputedSteps` gives their
 * number. Known as revolve. With s checkpoints no step of N is recomputed more than r times, with
 * C(s + r, r) ≤ N < C(s + r + 1, r + 1): for a thousand steps three times with 10 checkpoints, once with 44.
 *
 * The forward pass has to know N, as with fixed steps. Where it does not, it follows `online` instead.
 *
 * Source: Griewank & Walther, Algorithm 799: revolve: an implementation of checkpointing for the reverse or adjoint mode
 * of computational differentiation, ACM Trans. Math. Software 26 (2000), doi 10.1145/347837.347846.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown, missing or invalid.
 * @example
 * symplecticAdjoint({ schedule: binomial({ checkpoints: 10 }) });
 */
export function binomial(options: CheckpointCount): CheckpointSchedule {
  checkOptions("binomial", options, TABLE);
  const { checkpoints } = options;
  const known = binomialForward(checkpoints);
  const unknown = onlineForward(checkpoints);
  return Object.freeze({
    name: `binomial(${checkpoints})`,
    checkpoints,
    forward: (view) =>
      view.total === undefined ? unknown(view) : known(view as ForwardView & { total: number }),
    backward: (view) => reverseBetween(view, checkpoints),
  } satisfies CheckpointSchedule);
}

/** The forward part of `binomial` for a known number of steps. */
export function binomialForward(
  checkpoints: number,
): (view: ForwardView & { readonly total: number }) => ReadonlyArray<CheckpointAction> {
  // The next step to store follows from the latest one and the number of steps: remembered between calls.
  let [ofStep, ofTotal, next] = [-1, -1, -1];
  return ({ step, stored, total }) => {
    const latest = stored[stored.length - 1];
    if (latest !== undefined) {
      const free = checkpoints - stored.length;
      if (free < 1 || total - latest < 2) return NOTHING;
      if (latest !== ofStep || total !== ofTotal) {
        next = latest + firstInterval(total - latest, free + 1);
        [ofStep, ofTotal] = [latest, total];
      }
      if (step !== next) return NOTHING;
    }
    return [{ type: "store", step }];
  };
}
