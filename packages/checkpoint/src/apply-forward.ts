import {
  type CheckpointAction,
  type CheckpointSchedule,
  type CheckpointStore,
  type ForwardView,
  isReading,
  type MaybeReading,
  type Reading,
  type State,
} from "@symplectic-adjoint/core";
import { scheduleError } from "./schedule-error.js";

/** Input of {@link applyForward}. */
export interface ForwardCheckpoints<A> {
  readonly schedule: CheckpointSchedule;
  readonly store: CheckpointStore<A>;
  /** The number of steps, if known in advance. */
  readonly total?: number | undefined;
  /** Bytes of one checkpoint. */
  readonly bytes: number;
}

/**
 * Executes a schedule's actions before a step of the forward pass: stores `state`, the one before step `step`, drops
 * checkpoints or moves them. `state` is borrowed. Returns a reading only if the store has to wait.
 *
 * @throws InvalidArgumentError if the schedule emits any other action.
 * @example
 * for (let n = 0; n < steps.length; n++) {
 *   yield* settle(applyForward({ schedule: everyStep, store, total: steps.length, bytes: 80 }, n, y));
 *   y = take(steps[n], y);
 * }
 */
export function applyForward<A>(
  checkpoints: ForwardCheckpoints<A>,
  step: number,
  state: State<A>,
): MaybeReading<void, A> {
  const { schedule, store, total, bytes } = checkpoints;
  const view: ForwardView = { step, stored: store.steps(), total, bytes };
  const actions = schedule.forward(view);
  for (let i = 0; i < actions.length; i++) {
    const answer = perform(checkpoints, actions[i] as CheckpointAction, step, state);
    if (isReading(answer))
      return performRest(checkpoints, answer, actions.slice(i + 1), step, state);
  }
  return undefined;
}

function* performRest<A>(
  checkpoints: ForwardCheckpoints<A>,
  first: Reading<void, A>,
  actions: ReadonlyArray<CheckpointAction>,
  step: number,
  state: State<A>,
): Reading<void, A> {
  yield* first;
  for (const action of actions) {
    const answer = perform(checkpoints, action, step, state);
    if (isReading(answer)) yield* answer;
  }
}

function perform<A>(
  { schedule, store }: ForwardCheckpoints<A>,
  action: CheckpointAction,
  step: number,
  state: State<A>,
): MaybeReading<void, A> {
  if (action.type === "drop") return store.remove(action.step);
  if (action.type === "move") return store.move?.(action.step, action.level);
  if (action.type !== "store") {
    throw scheduleError(
      schedule,
      `emits "${action.type}" in the forward pass, before step ${step}; only store, drop and move are allowed there`,
    );
  }
  if (action.step !== step) {
    throw scheduleError(
      schedule,
      `stores step ${action.step} in the forward pass, but the current state is the one before step ${step}`,
    );
  }
  return store.put(step, state, action.level);
}
