import type { ScheduleSimulation } from "./simulate-schedule.js";

/** A straight line: from step to step, while so many steps are computed. */
export interface ScheduleLine {
  readonly work: readonly [from: number, to: number];
  readonly step: readonly [from: number, to: number];
}

/** A checkpoint, from when it is stored until it is dropped or moved. */
export interface CheckpointLine extends ScheduleLine {
  readonly level: number;
}

/** The lines of a space-time diagram. */
export interface ScheduleLines {
  readonly forward: ReadonlyArray<ScheduleLine>;
  readonly replays: ReadonlyArray<ScheduleLine>;
  readonly reversals: ReadonlyArray<ScheduleLine>;
  readonly checkpoints: ReadonlyArray<CheckpointLine>;
  /** Steps computed in all: taken, replayed and reversed. */
  readonly work: number;
}

/** Converts the actions of a schedule to lines. A reversal counts as much work as a step. */
export function scheduleLines({ actions, backwardStart }: ScheduleSimulation): ScheduleLines {
  const forward: Array<ScheduleLine> = [];
  const replays: Array<ScheduleLine> = [];
  const reversals: Array<ScheduleLine> = [];
  const checkpoints: Array<CheckpointLine> = [];
  const open = new Map<number, { readonly since: number; readonly level: number }>();
  let work = 0;
  let step = 0;

  const close = (stored: number): void => {
    const line = open.get(stored);
    if (line === undefined) return;
    open.delete(stored);
    const { since, level } = line;
    checkpoints.push({ work: [since, work], step: [stored, stored], level });
  };

  actions.forEach((action, index) => {
    switch (action.type) {
      case "advance":
        (index < backwardStart ? forward : replays).push({
          work: [work, work + action.to - step],
          step: [step, action.to],
        });
        work += action.to - step;
        step = action.to;
        break;
      case "reverse":
        reversals.push({
          work: [work, work + action.to - action.from],
          step: [action.to, action.from],
        });
        work += action.to - action.from;
        break;
      case "restore":
        step = action.step;
        break;
      case "store":
        open.set(action.step, { since: work, level: action.level ?? 0 });
        break;
      case "move":
        close(action.step);
        open.set(action.step, { since: work, level: action.level });
        break;
      case "drop":
        close(action.step);
    }
  });
  for (const stored of [...open.keys()]) close(stored);
  return { forward, replays, reversals, checkpoints, work };
}
