import type { CheckpointStore, State } from "@symplectic-adjoint/core";
import { insertStep, removeStep } from "../sorted-steps.js";

/** What one level of a store has to do. */
export interface LevelCounts {
  /** The most checkpoints at once. */
  readonly peak: number;
  /** How often a checkpoint is written to it. */
  readonly writes: number;
  /** How often one is read. */
  readonly reads: number;
}

interface Level {
  now: number;
  peak: number;
  writes: number;
  reads: number;
}

/** A store that has any number of levels and counts. */
export function levelCounter(): {
  readonly store: CheckpointStore<number>;
  peak(): number;
  byLevel(): ReadonlyArray<LevelCounts>;
} {
  const steps: Array<number> = [];
  const levels: Array<Level> = [];
  const levelOf = new Map<number, number>();
  let peak = 0;

  const at = (level: number): Level => {
    while (levels.length <= level) levels.push({ now: 0, peak: 0, writes: 0, reads: 0 });
    return levels[level] as Level;
  };
  const leave = (step: number): void => {
    const level = levelOf.get(step);
    if (level !== undefined) at(level).now--;
  };
  const enter = (step: number, level: number): void => {
    const counts = at(level);
    counts.now++;
    counts.writes++;
    counts.peak = Math.max(counts.peak, counts.now);
    levelOf.set(step, level);
  };

  const store: CheckpointStore<number> = {
    name: "counting",
    put(step, _state, level = 0) {
      if (levelOf.has(step)) leave(step);
      else insertStep(steps, step);
      enter(step, level);
      peak = Math.max(peak, steps.length);
    },
    get(step): State<number> {
      at(levelOf.get(step) ?? 0).reads++;
      return [step];
    },
    move(step, level) {
      const before = levelOf.get(step) ?? 0;
      if (before === level) return;
      at(before).reads++;
      leave(step);
      enter(step, level);
    },
    remove(step) {
      if (!levelOf.has(step)) return;
      leave(step);
      levelOf.delete(step);
      removeStep(steps, step);
    },
    clear() {
      for (const step of [...steps]) store.remove(step);
    },
    steps: () => steps,
  };
  const byLevel = () =>
    levels.map(({ peak: most, writes, reads }) => ({ peak: most, writes, reads }));
  return { store, peak: () => peak, byLevel };
}
