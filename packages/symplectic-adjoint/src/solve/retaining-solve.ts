import {
  type Adjoint,
  type ForwardPass,
  type Problem,
  type Reading,
  ReleasedError,
  type SolveMode,
} from "@symplectic-adjoint/core";
import { aroundPauses } from "./around-pauses.js";

/**
 * Solves a problem and keeps tensors captured by f alive until the pass is released.
 *
 * The pass may be released at any time. A running pullback keeps its data: it finishes if it cannot be interrupted (f
 * releases the pass it is evaluated for), and is cancelled if it is waiting for a value.
 */
export function* retainingSolve<A>(
  adjoint: Adjoint,
  problem: Problem<A>,
  mode: SolveMode,
): Reading<ForwardPass<A>, A> {
  const { dynamics, events } = problem;
  const release = dynamics.hold?.();
  const letGo = () => {
    events?.release();
    release?.();
  };
  let pass: ForwardPass<A> | undefined;
  try {
    pass = yield* adjoint.solve(problem, mode);
    // A copy: the bytes grow if a later solve has another method.
    if (dynamics.compilation !== undefined) pass.statistics.compiled = { ...dynamics.compilation };
  } finally {
    if (pass === undefined) letGo();
  }
  return lasting(pass, letGo);
}

/** A pass whose data stays alive while one of its pullbacks runs. Written out: a spread costs as much as a small step. */
function lasting<A>(pass: ForwardPass<A>, letGo: () => void): ForwardPass<A> {
  const { outputs, rows, outputTimes, dense, steps, outcome, statistics } = pass;
  let atWork = 0;
  let released = false;
  const freeIfIdle = (): void => {
    if (!released || atWork > 0) return;
    pass.release();
    letGo();
  };
  const resume = (): void => {
    if (released) throw releasedError("was running when its checkpoints were released");
  };
  return {
    outputs,
    rows,
    outputTimes,
    dense,
    steps,
    outcome,
    statistics,
    *pullback(cotangents, wrt, request) {
      if (released) throw releasedError("was called after its checkpoints were released");
      atWork++;
      try {
        const pulled = pass.pullback(cotangents, wrt, request);
        return yield* aroundPauses(pulled, (pause) => ({ pause, resume }));
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
