import {
  type Adjoint,
  type ForwardPass,
  type Gradients,
  type Problem,
  type PullbackRequest,
  type Reading,
  ReleasedError,
  type SolveMode,
  type State,
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
    if (dynamics.compilation !== undefined) pass.statistics.compiled = dynamics.compilation;
  } finally {
    if (pass === undefined) letGo();
  }
  return new LastingPass(pass, letGo);
}

/** A pass whose data stays alive while one of its pullbacks runs. */
class LastingPass<A> implements ForwardPass<A> {
  readonly outputs: ForwardPass<A>["outputs"];
  readonly rows: ForwardPass<A>["rows"];
  readonly outputTimes: ForwardPass<A>["outputTimes"];
  readonly dense: ForwardPass<A>["dense"];
  readonly steps: ForwardPass<A>["steps"];
  readonly outcome: ForwardPass<A>["outcome"];
  readonly statistics: ForwardPass<A>["statistics"];
  readonly #pass: ForwardPass<A>;
  readonly #letGo: () => void;
  #atWork = 0;
  #released = false;

  constructor(pass: ForwardPass<A>, letGo: () => void) {
    this.outputs = pass.outputs;
    this.rows = pass.rows;
    this.outputTimes = pass.outputTimes;
    this.dense = pass.dense;
    this.steps = pass.steps;
    this.outcome = pass.outcome;
    this.statistics = pass.statistics;
    this.#pass = pass;
    this.#letGo = letGo;
  }

  *pullback(
    cotangents: ReadonlyArray<State<A> | undefined>,
    wrt: ReadonlyArray<number>,
    request?: PullbackRequest<A>,
  ): Reading<Gradients<A>, A> {
    if (this.#released) throw releasedError("was called after its checkpoints were released");
    this.#atWork++;
    try {
      const resume = () => this.#resume();
      const pulled = this.#pass.pullback(cotangents, wrt, request);
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

  #resume(): void {
    if (this.#released) throw releasedError("was running when its checkpoints were released");
  }

  #freeIfIdle(): void {
    if (!this.#released || this.#atWork > 0) return;
    this.#pass.release();
    this.#letGo();
  }
}

function releasedError(problem: string): ReleasedError {
  return new ReleasedError({
    argument: "pullback",
    problem,
    remedy: "Await it before dispose(), or solve again.",
  });
}
