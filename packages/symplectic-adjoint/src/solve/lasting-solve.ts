import {
  type Adjoint,
  type ForwardPass,
  type Problem,
  type Reading,
  ReleasedError,
  type SolveMode,
} from "@symplectic-adjoint/core";
import { pausing } from "./pausing.js";

/**
 * Solves a problem, and keeps what f captured from the beginning until the pass is released, whoever disposes of it.
 *
 * The pass may be released at any time. A pullback that is at work keeps what it needs: where it cannot be interrupted (f
 * releases the pass it is evaluated for) it comes to its end, and where it waits for a value it is given up.
 */
export function* lastingSolve<A>(
  adjoint: Adjoint,
  problem: Problem<A>,
  mode: SolveMode,
): Reading<ForwardPass<A>, A> {
  const letGo = problem.dynamics.hold?.();
  let pass: ForwardPass<A> | undefined;
  try {
    pass = yield* adjoint.solve(problem, mode);
  } finally {
    if (pass === undefined) letGo?.();
  }
  return lasting(pass, () => letGo?.());
}

function lasting<A>(pass: ForwardPass<A>, letGo: () => void): ForwardPass<A> {
  let atWork = 0;
  let released = false;
  const freeIfIdle = (): void => {
    if (!released || atWork > 0) return;
    pass.release();
    letGo();
  };
  const resume = (): void => {
    if (released) throw releasedError("was at work when its checkpoints were released");
  };
  return {
    ...pass,
    *pullback(cotangents, wrt, times) {
      if (released) throw releasedError("was called after its checkpoints were released");
      atWork++;
      try {
        const pulled = pass.pullback(cotangents, wrt, times);
        return yield* pausing(pulled, (pause) => ({ pause, resume }));
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

function releasedError(problem: string): ReleasedError {
  return new ReleasedError({
    argument: "pullback",
    problem,
    remedy: "Await it before dispose(), or solve again.",
  });
}
