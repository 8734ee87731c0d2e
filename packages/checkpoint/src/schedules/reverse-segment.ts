import type { CheckpointAction } from "@symplectic-adjoint/core";
import { firstInterval } from "./binomial-numbers.js";

/**
 * The level at which a checkpoint is stored, given how many there are of earlier steps, and at most how many of later
 * ones there will be before it is dropped.
 */
export type LevelOf = (below: number, above: number) => number;

/**
 * Reverses steps from … to − 1 one by one, with the fewest steps recomputed that are possible with `slots` checkpoints;
 * the state before `from` is stored and occupies one of them.
 *
 * @param below How many checkpoints of earlier steps there are, for `levelOf`.
 */
export function* reverseSegment(
  from: number,
  to: number,
  slots: number,
  below = 0,
  levelOf?: LevelOf,
): Generator<CheckpointAction, void, undefined> {
  const stored = [from];
  let end = to;
  while (stored.length > 0) {
    const base = stored[stored.length - 1] as number;
    yield { type: "restore", step: base };
    const last = end - 1;
    let step = base;
    while (step < last) {
      const free = slots - stored.length;
      step = free === 0 ? last : step + firstInterval(end - step, free + 1);
      yield { type: "advance", to: step };
      // The last state is reversed at once.
      if (step === last) break;
      if (levelOf === undefined) yield { type: "store", step };
      else {
        const above = Math.min(last - step - 1, free - 1);
        yield { type: "store", step, level: levelOf(below + stored.length, above) };
      }
      stored.push(step);
    }
    yield { type: "reverse", from: last, to: end };
    if (base === last) {
      yield { type: "drop", step: base };
      stored.pop();
    }
    end = last;
  }
}
