import { isEngineLean, withLeanEngine } from "../tfjs-internals/lean-engine.js";
import { withGradientMethods } from "../tfjs-internals/with-gradient-methods.js";
import { isTapeKnown, withTape } from "../tfjs-internals/with-tape.js";
import { registerOwnGradients } from "../vjps/gradient-of.js";
import { innerGradients } from "./inner-gradients.js";

/**
 * Runs `body`, one evaluation of f or its pullback, with the user's tape suspended, on the lean engine, and with this
 * library's derivatives inside f. Methods of the engine are shadowed at no other time. If the tape is not known,
 * nothing is recorded, and f runs on TensorFlow.js unchanged.
 */
export function evaluation<T>(body: () => T): T {
  if (!isTapeKnown()) return withTape(null, body);
  return withTape(null, () => withLeanEngine(undefined, () => withInnerGradients(body)));
}

/** Runs `body`, which evaluates f, with {@link innerGradients} in f. */
export function withInnerGradients<T>(body: () => T): T {
  if (isEngineLean()) return withGradientMethods(innerGradients, body);
  // The engine itself records, and looks up gradients in its registry.
  const unregister = registerOwnGradients();
  try {
    return withGradientMethods(innerGradients, body);
  } finally {
    unregister();
  }
}
