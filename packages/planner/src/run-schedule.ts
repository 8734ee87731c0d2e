import { applyForward, memoryStore, reverseWithCheckpoints } from "@symplectic-adjoint/checkpoint";
import type { CheckpointSchedule } from "@symplectic-adjoint/core";
import type { Moment } from "./moment.js";

/** What a schedule does in a solve and a pullback. */
export interface ScheduleRun {
  /** The most checkpoints at the same time, if those of the forward pass are kept for further pullbacks. */
  readonly checkpoints: number;
  /** Steps that the backward pass advances through to reach a state. */
  readonly recomputed: number;
  /** The most steps that are reversed together. */
  readonly segment: number;
  /** Of all moments that differ in their checkpoints only, the one with the most. */
  readonly moments: ReadonlyArray<Moment>;
}

/** Runs a schedule for a number of steps that compute nothing, through the executor that also runs it in a solve. */
export function runSchedule(schedule: CheckpointSchedule, total: number): ScheduleRun {
  const backend = { retain: <T>(state: T) => state, release: () => {} };
  const { put, remove, ...memory } = memoryStore<number>(backend);
  const stored = new Set<number>();
  const store = {
    ...memory,
    put(step: number, state: ReadonlyArray<number>) {
      stored.add(step);
      put(step, state);
    },
    remove(step: number) {
      stored.delete(step);
      remove(step);
    },
  };
  const moments = new Map<string, Moment>();
  let [recomputed, segment] = [0, 0];
  const at = (work: Moment["work"], from: number, steps: number, later: boolean): void => {
    const apart = !stored.has(from);
    const key = `${work} ${steps} ${apart} ${later}`;
    const checkpoints = Math.max(stored.size, moments.get(key)?.checkpoints ?? 0);
    moments.set(key, { work, checkpoints, apart, steps, later });
  };

  const checkpoints = { schedule, store, total, bytes: 1 };
  for (let step = 0; step < total; step++) {
    at("attempt", step, 1, false);
    applyForward(checkpoints, step, [step]);
  }
  at("stack", total, 0, false);
  at("unstack", total, 0, false);
  const backward = reverseWithCheckpoints<number>({
    ...{ ...checkpoints, backend, keepCheckpoints: true },
    advance(_, from, to) {
      recomputed += to - from;
      // How many there are after the second does not matter.
      at("advance", from, Math.min(2, to - from), segment > 0);
      return [to];
    },
    reverse(_, from, to) {
      at("reverse", from, to - from, segment > 0);
      segment = Math.max(segment, to - from);
    },
  });
  // Nothing waits: one call runs all of it.
  backward.next();
  const most = Math.max(...Array.from(moments.values(), (moment) => moment.checkpoints));
  return { checkpoints: most, recomputed, segment, moments: [...moments.values()] };
}
