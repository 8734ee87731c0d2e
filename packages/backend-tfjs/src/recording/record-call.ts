import type { Tensor } from "@tensorflow/tfjs-core";
import { withLeanEngine } from "../tfjs-internals/lean-engine.js";
import { orderTape } from "../tfjs-internals/order-tape.js";
import { disposeSaved, type TapeNode } from "../tfjs-internals/tape-node.js";
import { withTape } from "../tfjs-internals/with-tape.js";
import { leadingTo, pruneTape } from "./prune-tape.js";
import { recorder } from "./recorder.js";

/** One evaluation of a function, and its operations. */
export interface RecordedCall {
  /** The operations, in the order of data flow. What they saved is the receiver's to dispose of. */
  readonly tape: Array<TapeNode>;
  /** What must live as long as the tape, for gradient functions that read it by their closure. The receiver's as well. */
  readonly kept: ReadonlyArray<{ dispose(): void }>;
  /** Whether `wanted` is known of all of them. */
  readonly sieved: boolean;
  /** Tensors from outside that f read, and that are not among those to differentiate with respect to. */
  readonly reads: ReadonlySet<Tensor>;
  /** Its result: possibly its argument or a user's tensor. */
  readonly results: Array<Tensor>;
}

/**
 * Evaluates a function on a tape of its own, apart from the user's. Derivatives that it takes itself are recorded as
 * well, operation by operation, so they can be differentiated. If it throws, what was saved is freed.
 *
 * @param horizon Tensors with a smaller id were there before.
 * @param from Ids of the tensors that it will be differentiated with respect to. Default: any, so everything is recorded.
 */
export function recordCall(
  body: () => Array<Tensor>,
  horizon: number,
  from?: Iterable<number>,
): RecordedCall {
  const recording = recorder(horizon, from);
  const { tape, kept, reads } = recording;
  try {
    const results = withTape(tape, () => withLeanEngine(recording, body));
    recording.settle();
    const { sieved } = recording;
    // This library's tapes are already in order.
    if (!sieved) orderTape(tape);
    return { tape, kept, sieved, reads, results };
  } catch (error) {
    disposeTape(recording);
    throw error;
  }
}

/** Frees all that a tape holds. Twice does no harm. */
export function disposeTape({ tape, kept }: Pick<RecordedCall, "tape" | "kept">): void {
  tape.forEach(disposeSaved);
  for (const thing of kept) thing.dispose();
}

/** The operations of an evaluation that lead from certain tensors to its results, in order. */
export function pathOf(
  { tape, sieved, results }: RecordedCall,
  from: Iterable<number>,
): ReadonlyArray<TapeNode> {
  const to = results.map(({ id }) => id);
  return sieved ? leadingTo(tape, to) : pruneTape(tape, from, to);
}
