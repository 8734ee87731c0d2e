import type { UserTape } from "@symplectic-adjoint/core";
import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { withTape } from "../tfjs-internals/with-tape.js";
import { joinTape } from "./join-tape.js";

/** The tape of `tf.grads`, `tf.variableGrads` and `optimizer.minimize`, as used by the solver. */
export const tensorTape: UserTape<Tensor> = Object.freeze({
  isRecording: (): boolean => engine().isTapeOn(),
  suspended: <T>(body: () => T): T => withTape(null, body),
  join: joinTape,
});
