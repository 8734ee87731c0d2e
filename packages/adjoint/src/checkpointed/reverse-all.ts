import { reverseWithCheckpoints } from "@symplectic-adjoint/checkpoint";
import type {
  CheckpointSchedule,
  CheckpointStore,
  Gradients,
  Reading,
  State,
} from "@symplectic-adjoint/core";
import {
  advanceSteps,
  carriedState,
  plainOperations,
  splitCarried,
} from "@symplectic-adjoint/solver";
import { reverseBeginning } from "../tape/reverse-beginning.js";
import type { CheckpointLayout } from "./checkpoint-layout.js";
import type { ReverseContext, ReverseSteps } from "./reverse-steps.js";

/** What a backward pass works with, besides its context. */
export interface ReversePlan<A> {
  readonly schedule: CheckpointSchedule;
  readonly store: CheckpointStore<A>;
  readonly layout: CheckpointLayout<A>;
  /** Whether to keep the checkpoints for another backward pass. */
  readonly keep: boolean;
  readonly reverse: ReverseSteps;
  /** Called before steps are taken again to reach a state. */
  advancing(from: number, to: number): void;
  /** Called whenever the store may contain more checkpoints than before. */
  count(): void;
}

/** The backward pass: reverses all steps from the checkpoints of a store, and then the beginning. */
export function* reverseAll<A>(
  context: ReverseContext<A>,
  { schedule, store, layout, keep, reverse, advancing, count }: ReversePlan<A>,
): Reading<Gradients<A>, A> {
  const { problem, steps, cotangents, sink, within } = context;
  const { backend } = problem;
  const { bytes, startOf, stagesOf } = layout;
  let finished = false;
  try {
    yield* reverseWithCheckpoints({
      schedule,
      store,
      backend,
      total: steps.length,
      bytes,
      keepCheckpoints: keep,
      advance(current, from, to) {
        count();
        advancing(from, to);
        return advance(context, startOf(current), from, to);
      },
      reverse(current, from, to) {
        count();
        return reverse(context, startOf(current), from, to, stagesOf(current));
      },
    });
    if (within === undefined) sink.addOutput(cotangents[0]);
    else {
      within.requireComplete();
      within.pullInitial();
    }
    yield* reverseBeginning(context);
    const gradients =
      within === undefined ? sink.finish() : { ...sink.finish(), ...within.ledger.finish() };
    finished = true;
    return gradients;
  } finally {
    // The computation failed, or was cancelled while it waited.
    if (!finished) sink.release();
    within?.ledger.release();
  }
}

/**
 * The state before step `to`, from the one before step `from`, not recorded; for methods with memory followed by it.
 */
function* advance<A>(
  { problem, steps, pass }: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
): Reading<State<A>, A> {
  const operations = plainOperations(problem, pass);
  const first = splitCarried(start, problem.y0.length);
  return carriedState(operations, yield* advanceSteps(problem, operations, steps, from, to, first));
}
