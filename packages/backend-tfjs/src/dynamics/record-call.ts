import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { orderTape } from "../engine/order-tape.js";
import { disposeSaved, type TapeNode } from "../engine/tape-node.js";
import { withTape } from "../engine/with-tape.js";
import type { DynamicsCall } from "./call-dynamics.js";

/** One evaluation of f, and everything that it did. */
export interface RecordedCall {
  /** All operations, in the order of data flow. What they saved is the receiver's to dispose of. */
  readonly tape: Array<TapeNode>;
  /** What f returned, leaf by leaf: perhaps its argument, perhaps a tensor that belongs to the user. */
  readonly results: Array<Tensor>;
}

/**
 * Evaluates f on a tape of its own, apart from the user's. Derivatives that f itself takes with `tf.grad` are recorded
 * as well, operation by operation, so they can be differentiated. If f throws, what was saved is freed.
 */
export function recordCall(call: DynamicsCall, t: number, y: State<Tensor>): RecordedCall {
  const tape: Array<TapeNode> = [];
  try {
    const results = withTape(tape, () => call(t, y));
    orderTape(tape);
    return { tape, results };
  } catch (error) {
    tape.forEach(disposeSaved);
    throw error;
  }
}
