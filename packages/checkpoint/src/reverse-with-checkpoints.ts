import {
  type CheckpointAction,
  InvalidArgumentError,
  isReading,
  type Reading,
} from "@symplectic-adjoint/core";
import { BackwardPass, type ReverseWithCheckpoints } from "./backward-pass.js";

/**
 * Carries out the backward half of a schedule over a store: it restores, advances and stores states, and calls `reverse`
 * on segments that cover the steps total − 1 … 0, each step once. It waits where the store or a step does; a store that can
 * prefetch is told of the next checkpoint before the segment in front of it is reversed.
 *
 * A reverse uses the current state up: what follows starts from a checkpoint. A checkpoint that is dropped while it is
 * the current state stays usable until then. When the pass succeeds the store is empty, or, with `keepCheckpoints`, as it
 * was before. When something throws, states that were advanced and checkpoints that were added are released; those of
 * the forward pass that were not dropped yet stay in the store, for the caller to clear.
 *
 * @throws InvalidArgumentError when the schedule would give a wrong gradient: a step reversed out of order, not at all or
 * from another step's state, or a checkpoint restored that is not there.
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
      problem: "must be a number of steps, 0 or more",
      remedy: "Pass how many steps the forward pass accepted.",
    });
  }
  // A forward pass that failed leaves a checkpoint of the step that it did not complete.
  const before = store.steps().filter((step) => step < total);
  if (!keepCheckpoints)
    for (const step of [...store.steps()]) if (step >= total) store.remove(step);
  const pass = new BackwardPass(options, before);
  let succeeded = false;
  try {
    const actions = schedule.backward({ total, stored: before, bytes });
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

/** The same actions; before each reverse the next restore, if there is one, is announced. */
function* announcing<A>(
  actions: Iterable<CheckpointAction>,
  pass: BackwardPass<A>,
): Generator<CheckpointAction, void, undefined> {
  // What was looked at already, on the way to the next restore.
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
