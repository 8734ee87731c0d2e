import { withLeanEngine } from "../tfjs-internals/lean-engine.js";
import { isTapeKnown, withTape } from "../tfjs-internals/with-tape.js";
import { withInnerGradients } from "./with-inner-gradients.js";

/**
 * Runs `body`, one evaluation of f or its pullback, apart from the user's tape, on a lean engine, and with derivatives of our
 * own in f. These are the only times when methods of the engine are hidden. Where the tape is not known, nothing is recorded,
 * and f is left to TensorFlow.js.
 */
export function evaluation<T>(body: () => T): T {
  if (!isTapeKnown()) return withTape(null, body);
  return withTape(null, () => withLeanEngine(undefined, () => withInnerGradients(body)));
}
