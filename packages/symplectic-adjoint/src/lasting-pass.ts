import {
  type ForwardPass,
  type Problem,
  type Reading,
  ReleasedError,
} from "@symplectic-adjoint/core";
import { discardPass } from "./discard-pass.js";

/**
 * A forward pass that keeps what f captured, until it is released. If that is gone already, the pass is discarded.
 *
 * It may be released at any time. A pullback that is at work keeps what it needs: where it cannot be interrupted (f
 * releases the pass it is evaluated for) it comes to its end, and where it waits for a value it is given up.
 */
export function lastingPass<A>(
  pass: ForwardPass<A>,
  { backend, dynamics }: Pick<Problem<A>, "backend" | "dynamics">,
): ForwardPass<A> {
  let letGo: (() => void) | undefined;
  try {
    letGo = dynamics.hold?.();
  } catch (error) {
    discardPass(pass, backend);
    throw error;
  }
  let atWork = 0;
  let released = false;
  const freeIfIdle = () => {
    if (!released || atWork > 0) return;
    pass.release();
    letGo?.();
  };
  return {
    ...pass,
    *pullback(cotangents, wrt) {
      if (released) throw releasedError("came after its checkpoints were released");
      atWork++;
      try {
        const pulled = pass.pullback(cotangents, wrt);
        return yield* interruptible(pulled, () => {
          if (released) throw releasedError("was at work when its checkpoints were released");
        });
      } finally {
        atWork--;
        freeIfIdle();
      }
    },
    release() {
      released = true;
      freeIfIdle();
    },
  };
}

/** The same computation; what `check` throws after a pause is thrown into it, so that it frees what it holds. */
function* interruptible<T, A>(reading: Reading<T, A>, check: () => void): Reading<T, A> {
  try {
    let turn = reading.next(0);
    while (!turn.done) {
      let value: number;
      try {
        value = yield turn.value;
        check();
      } catch (error) {
        turn = reading.throw(error);
        continue;
      }
      turn = reading.next(value);
    }
    return turn.value;
  } finally {
    // Where this computation is given up, so is that one.
    reading.return(undefined as never);
  }
}

function releasedError(problem: string): ReleasedError {
  return new ReleasedError({
    argument: "pullback",
    problem,
    remedy: "Await it before dispose(), or solve again.",
  });
}
