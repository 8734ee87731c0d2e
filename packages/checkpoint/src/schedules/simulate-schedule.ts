import {
  booleanRequirement,
  type CheckpointAction,
  type CheckpointSchedule,
  checkOptions,
  checkValue,
  isReading,
  type MaybeReading,
  numberRequirement,
  required,
  scheduleContract,
} from "@symplectic-adjoint/core";
import { applyForward } from "../apply-forward.js";
import { reverseWithCheckpoints } from "../reverse-with-checkpoints.js";
import { type LevelCounts, levelCounter } from "./level-counter.js";

/** Options of `simulateSchedule`. */
export interface SimulationOptions {
  /** Whether the forward pass knows the number of steps, as with fixed steps. Default true. */
  readonly knownTotal?: boolean | undefined;
}

/** What a schedule does, and what it costs. */
export interface ScheduleSimulation {
  /**
   * All actions in order. In the forward pass the steps between the actions of the schedule are `advance` actions.
   */
  readonly actions: ReadonlyArray<CheckpointAction>;
  /** Index of the first action of the backward pass. */
  readonly backwardStart: number;
  /** Steps that the backward pass advances by, in all. Reversals are not counted, although they replay steps too. */
  readonly recomputed: number;
  /** For each step, how often it is taken: once in the forward pass, and each time the backward pass advances over it. */
  readonly perStep: ReadonlyArray<number>;
  /** The most checkpoints at once. */
  readonly peak: number;
  /** The same for each level of the store, with the number of writes and reads. */
  readonly byLevel: ReadonlyArray<LevelCounts>;
}

const TABLE = {
  knownTotal: booleanRequirement("Write knownTotal: false, or leave it out."),
};
const SCHEDULE = required(scheduleContract);
const TOTAL = required(
  numberRequirement(
    (value) => Number.isSafeInteger(value) && value >= 0 && value < 2 ** 32,
    "must be a non-negative integer",
    "Write the number of steps: simulateSchedule(everyStep, 100).",
  ),
);

/**
 * Runs a schedule on steps that compute nothing, through the executor that also runs it in a solve: its actions, how
 * often each step is recomputed, and how many checkpoints there are at once.
 *
 * Memory and time are proportional to the number of actions.
 *
 * @throws InvalidArgumentError if an argument is invalid, or if the schedule would give a wrong gradient.
 * @example
 * const { recomputed, peak } = simulateSchedule(binomial({ checkpoints: 10 }), 1000);
 * // recomputed: 2640, peak: 10
 */
export function simulateSchedule(
  schedule: CheckpointSchedule,
  total: number,
  options: SimulationOptions = {},
): ScheduleSimulation {
  checkValue("schedule", schedule, SCHEDULE);
  checkValue("total", total, TOTAL);
  checkOptions("simulateSchedule", options, TABLE);
  const { knownTotal = true } = options;
  const actions: Array<CheckpointAction> = [];
  const { store, byLevel, peak } = levelCounter();
  // How often each step is taken, as differences between neighbours.
  const changes = new Array<number>(total + 1).fill(0);
  let recomputed = 0;

  const recording: CheckpointSchedule = {
    name: schedule.name,
    checkpoints: schedule.checkpoints,
    forward(view) {
      const made = schedule.forward(view);
      actions.push(...made);
      return made;
    },
    *backward(view) {
      for (const action of schedule.backward(view)) {
        actions.push(action);
        yield action;
      }
    },
  };
  const checkpoints = { schedule: recording, store, bytes: 1 };
  const forward = { ...checkpoints, total: knownTotal ? total : undefined };
  let arrived = 0;
  for (let step = 0; step < total; step++) {
    const before = actions.length;
    run(applyForward(forward, step, [step]));
    if (actions.length > before && step > arrived) {
      actions.splice(before, 0, { type: "advance", to: step });
      arrived = step;
    }
  }
  if (total > arrived) actions.push({ type: "advance", to: total });
  if (total > 0) add(changes, 0, total);
  const backwardStart = actions.length;

  run(
    reverseWithCheckpoints<number>({
      ...checkpoints,
      total,
      backend: { retain: (state) => state, release: () => {} },
      advance(_, from, to) {
        recomputed += to - from;
        add(changes, from, to);
        return [to];
      },
      reverse: () => {},
    }),
  );
  return {
    actions,
    backwardStart,
    recomputed,
    perStep: summed(changes),
    peak: peak(),
    byLevel: byLevel(),
  };
}

function add(changes: Array<number>, from: number, to: number): void {
  changes[from] = (changes[from] as number) + 1;
  changes[to] = (changes[to] as number) - 1;
}

function summed(changes: ReadonlyArray<number>): ReadonlyArray<number> {
  let sum = 0;
  return changes.slice(0, -1).map((change) => {
    sum += change;
    return sum;
  });
}

/** Runs what has nothing to wait for. */
function run<A>(answer: MaybeReading<void, A>): void {
  if (isReading(answer)) answer.next();
}
