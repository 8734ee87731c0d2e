import type { Tensor } from "@tensorflow/tfjs-core";
import { withLeanEngine } from "../tfjs-internals/lean-engine.js";
import { orderTape } from "../tfjs-internals/order-tape.js";
import { disposeSaved, type TapeNode } from "../tfjs-internals/tape-node.js";
import { withTape } from "../tfjs-internals/with-tape.js";
import { leadingTo, pruneTape } from "./prune-tape.js";
import { recorder } from "./recorder.js";

/** One evaluation of a function, and its operations. */
export interface RecordedCall {
  /** The operations, in data-flow order. The caller must dispose of their saved tensors. */
  readonly tape: Array<TapeNode>;
  /**
   * Resources that closures of gradient functions may read: they must live as long as the tape. Owned by the caller,
   * too.
   */
  readonly kept: ReadonlyArray<{ dispose(): void }>;
  /** Whether `wanted` is known for all operations. */
  readonly filtered: boolean;
  /** External tensors that f read, except those to differentiate with respect to. */
  readonly reads: ReadonlySet<Tensor>;
  /** Its result: possibly its argument or a user's tensor. */
  readonly results: Array<Tensor>;
}

/**
 * Evaluates a function on a separate tape. Derivatives that it computes itself are recorded as well, operation by
 * operation, so they can be differentiated. If it throws, saved tensors are freed.
 *
 * @param horizon Tensors with a smaller id existed before.
 * @param from Ids of the tensors to differentiate with respect to. Default: any, so everything is recorded.
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
    recording.includeEngineNodes();
    const { filtered } = recording;
    // This library's tapes are already in order.
    if (!filtered) orderTape(tape);
    return { tape, kept, filtered, reads, results };
  } catch (error) {
    disposeTape(recording);
    throw error;
  }
}

/** Frees everything that a tape holds. Calling it twice is allowed. */
export function disposeTape({ tape, kept }: Pick<RecordedCall, "tape" | "kept">): void {
  tape.forEach(disposeSaved);
  for (const resource of kept) resource.dispose();
}

/** The operations of an evaluation that lead from certain tensors to its results, in order. */
export function pathOf(
  { tape, filtered, results }: RecordedCall,
  from: Iterable<number>,
): ReadonlyArray<TapeNode> {
  const to = results.map(({ id }) => id);
  return filtered ? leadingTo(tape, to) : pruneTape(tape, from, to);
}
