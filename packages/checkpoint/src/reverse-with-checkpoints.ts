import {
  type BackwardView,
  type CheckpointAction,
  type CheckpointStore,
  InvalidArgumentError,
  isReading,
  type Reading,
} from "@symplectic-adjoint/core";
import { BackwardPass, type ReverseWithCheckpoints } from "./backward-pass.js";

/**
 * Executes the backward part of a schedule: restores, advances and stores states, and calls `reverse` on segments that
 * cover the steps total − 1 … 0, each exactly once. It waits if the store or a step has to wait; a store that can
 * prefetch is notified of the next checkpoint before the current segment is reversed.
 *
 * `reverse` consumes the current state: the next segment starts from a checkpoint. A checkpoint dropped while it is the
 * current state remains usable until then. After a successful pass the store is empty or, with `keepCheckpoints`,
 * unchanged; if the schedule bounds the number of checkpoints, some may be missing, which another pass recomputes. After an error, advanced states and added checkpoints are released; those of the forward pass that were
 * not dropped yet stay in the store, and the caller must clear it.
 *
 * @throws InvalidArgumentError if the schedule would give a wrong gradient: a step reversed out of order, not at all or
 * from another step's state, or a missing checkpoint restored.
 * @example
 * yield* reverseWithCheckpoints({
 *   backend, schedule: everyStep, store, total: steps.length, bytes: 80,
 *   advance: (y, from, to) => takeSteps(y, steps.slice(from, to)),
 *   reverse: (y, from, to) => { cotangent = pullBack(y, steps.slice(from, to), cotangent); },
 * });
 */
export function* reverseWithCheckpoints<A>(options: ReverseWithCheckpoints<A>): Reading<void, A> {
  const { schedule, store, total, bytes, keepCheckpoints = false } = options;
  if (!Number.isInteger(total) || total < 0) {
    throw new InvalidArgumentError({
      argument: "total",
      value: total,
      problem: "must be a non-negative integer",
      remedy: "Pass the number of accepted steps of the forward pass.",
    });
  }
  // A failed forward pass leaves a checkpoint of the step that it did not complete.
  if (!keepCheckpoints) removeFrom(store, total);
  const pass = new BackwardPass(options);
  let succeeded = false;
  try {
    const actions = schedule.backward(viewOf(store, total, bytes));
    for (const action of store.prefetch === undefined ? actions : announcing(actions, pass)) {
      const answer = pass.perform(action);
      if (isReading(answer)) yield* answer;
    }
    pass.requireComplete();
    succeeded = true;
  } finally {
    pass.end();
    if (succeeded && !keepCheckpoints) store.clear();
  }
}

/** Removes the checkpoints from a step on. */
function removeFrom<A>(store: CheckpointStore<A>, total: number): void {
  for (;;) {
    const steps = store.steps();
    const last = steps[steps.length - 1];
    if (last === undefined || last < total) return;
    store.remove(last);
  }
}

/** The list of steps, of which there may be millions, is copied only for schedules that read it. */
function viewOf<A>(store: CheckpointStore<A>, total: number, bytes: number): BackwardView {
  let copy: ReadonlyArray<number> | undefined;
  return {
    total,
    bytes,
    get stored() {
      copy ??= store.steps().filter((step) => step < total);
      return copy;
    },
  };
}

/** Passes actions through; announces the next restore, if any, before each reverse. */
function* announcing<A>(
  actions: Iterable<CheckpointAction>,
  pass: BackwardPass<A>,
): Generator<CheckpointAction, void, undefined> {
  // Actions already pulled while searching for the next restore.
  const waiting: Array<CheckpointAction> = [];
  const source = actions[Symbol.iterator]();
  const pull = (): CheckpointAction | undefined => {
    const { done, value } = source.next();
    return done === true ? undefined : value;
  };
  for (;;) {
    const action = waiting.shift() ?? pull();
    if (action === undefined) return;
    if (action.type === "reverse") {
      let next = waiting.find(({ type }) => type === "restore");
      while (next === undefined) {
        const later = pull();
        if (later === undefined) break;
        waiting.push(later);
        if (later.type === "restore") next = later;
      }
      if (next?.type === "restore") pass.announce(next.step);
    }
    yield action;
  }
}
