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
  const requireHeld = (problem: string): void => {
    if (released) throw releasedError(problem);
  };
  const data: PassData<A> = {
    pass,
    enter() {
      requireHeld("was called after its checkpoints were released");
      atWork++;
    },
    resume: () => requireHeld("was running when its checkpoints were released"),
    leave() {
      atWork--;
      freeIfIdle();
    },
  };
  return {
    outputs,
    rows,
    outputTimes,
    dense,
    steps,
    outcome,
    statistics,
    pullback: (cotangents, wrt, request) => pullBack(data, cotangents, wrt, request),
    release() {
      released = true;
      freeIfIdle();
    },
  };
}

/** A pass, and what is told of its pullbacks. */
interface PassData<A> {
  readonly pass: ForwardPass<A>;
  enter(): void;
  resume(): void;
  leave(): void;
}

/**
 * Not a generator method of the pass: V8 keeps what a generator function that is made for one solve refers to until a full
 * garbage collection.
 */
function* pullBack<A>(
  { pass, enter, resume, leave }: PassData<A>,
  ...asked: Parameters<ForwardPass<A>["pullback"]>
): ReturnType<ForwardPass<A>["pullback"]> {
  enter();
  try {
    return yield* aroundPauses(pass.pullback(...asked), (pause) => ({ pause, resume }));
  } finally {
    leave();
  }
}

function releasedError(problem: string): ReleasedError {
  return new ReleasedError({
    argument: "pullback",
    problem,
    remedy: "Await it before dispose(), or solve again.",
  });
}
