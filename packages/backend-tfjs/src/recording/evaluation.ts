import { isEngineLean, withLeanEngine } from "../tfjs-internals/lean-engine.js";
import { withGradientMethods } from "../tfjs-internals/with-gradient-methods.js";
import { isTapeKnown, withTape } from "../tfjs-internals/with-tape.js";
import { registerOwnGradients } from "../vjps/gradient-of.js";
import { innerGradients } from "./inner-gradients.js";

/**
 * Runs `body`, one evaluation of f or its pullback, apart from the user's tape, on a lean engine, and with derivatives of our
 * own in f. These are the only times when methods of the engine are hidden. Where the tape is not known, nothing is recorded,
 * and f is left to TensorFlow.js.
 */
export function evaluation<T>(body: () => T): T {
  if (!isTapeKnown()) return withTape(null, body);
  return withTape(null, () => withLeanEngine(undefined, () => withInnerGradients(body)));
}

/** Runs `body`, which evaluates f, with {@link innerGradients} in f. */
export function withInnerGradients<T>(body: () => T): T {
  if (isEngineLean()) return withGradientMethods(innerGradients, body);
  // The engine records, and looks for gradients in its registry.
  const unregister = registerOwnGradients();
  try {
    return withGradientMethods(innerGradients, body);
  } finally {
    unregister();
  }
}
