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
  const data = new PassData(pass, letGo);
  return {
    outputs,
    rows,
    outputTimes,
    dense,
    steps,
    outcome,
    statistics,
    pullback: (cotangents, wrt, request) => data.pullBack(cotangents, wrt, request),
    release: () => data.release(),
  };
}

/**
 * What the pullbacks of a pass need; freed once it is released and none of them runs. A class, because V8 keeps what a
 * generator function that is made for one solve refers to until a full garbage collection.
 */
class PassData<A> {
  readonly #pass: ForwardPass<A>;
  readonly #letGo: () => void;
  #atWork = 0;
  #released = false;

  constructor(pass: ForwardPass<A>, letGo: () => void) {
    this.#pass = pass;
    this.#letGo = letGo;
  }

  *pullBack(
    ...[cotangents, wrt, request]: Parameters<ForwardPass<A>["pullback"]>
  ): ReturnType<ForwardPass<A>["pullback"]> {
    this.#requireHeld("was called after its checkpoints were released");
    this.#atWork++;
    try {
      const pulled = this.#pass.pullback(cotangents, wrt, request);
      const resume = () => this.#requireHeld("was running when its checkpoints were released");
      return yield* aroundPauses(pulled, (pause) => ({ pause, resume }));
    } finally {
      this.#atWork--;
      this.#freeIfIdle();
    }
  }

  release(): void {
    this.#released = true;
    this.#freeIfIdle();
  }

  #freeIfIdle(): void {
    if (!this.#released || this.#atWork > 0) return;
    this.#pass.release();
    this.#letGo();
  }

  #requireHeld(problem: string): void {
    if (this.#released) throw releasedError(problem);
  }
}

function releasedError(problem: string): ReleasedError {
  return new ReleasedError({
    argument: "pullback",
    problem,
    remedy: "Await it before dispose(), or solve again.",
  });
}
