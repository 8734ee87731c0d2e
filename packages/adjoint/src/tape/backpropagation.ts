import {
  type Adjoint,
  type ForwardPass,
  type Gradients,
  newStatistics,
  type Problem,
  type Reading,
  type SolveMode,
} from "@symplectic-adjoint/core";
import {
  forwardTally,
  integrate,
  plainOperations,
  type Trajectory,
} from "@symplectic-adjoint/solver";
import { reverseContext } from "../checkpointed/reverse-context.js";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { discreteAbilities } from "../pullback/discrete-abilities.js";
import { forwardPass } from "../pullback/forward-pass.js";
import { type PullbackAbilities, pullbackGuard } from "../pullback/pullback-guard.js";
import { withOwnStart } from "../pullback/with-own-start.js";
import { attemptsOnTape } from "./attempts-on-tape.js";
import { sweepSteps } from "./sweep-steps.js";
import { finishSweep } from "./sweep-tape.js";
import { newTape } from "./tape.js";
import { TapeSweep } from "./tape-sweep.js";
import { tapedSteps } from "./taped-steps.js";

/**
 * Backpropagation through the solver: every evaluation is recorded in the forward pass, rejected steps are rolled back,
 * and the records are traversed in reverse. Exact; repeats no evaluation. The memory grows with the number of
 * evaluations times the size of f.
 *
 * Gradients for times need the slopes of all steps, too; they are kept only if the problem announces that
 * (`differentiatesTimes`), or has events.
 */
export function backpropagation(): Adjoint {
  return Object.freeze({ name: "backpropagation", exact: true, solve });
}

function* solve<A>(problem: Problem<A>, mode: SolveMode): Reading<ForwardPass<A>, A> {
  const { backend, dynamics, y0 } = problem;
  const statistics = newStatistics();
  const changed = dynamics.watchParameters();
  const keepsTimes = problem.differentiatesTimes === true || problem.events !== undefined;
  const tape = newTape(problem, statistics.forward, keepsTimes);
  const taped = tapedSteps(problem, tape, keepsTimes);
  const start = withOwnStart(problem, mode !== "value" && problem.save !== undefined);
  const free = () => {
    tape.release();
    taped.release();
    start.release();
  };
  let finished = false;
  try {
    const trajectory = yield* taken();
    const { outcome } = trajectory;
    const guard = pullbackGuard(dynamics, mode, outcome, statistics, changed);
    const abilities = discreteAbilities(problem);
    finished = true;
    return forwardPass(trajectory, statistics, {
      guard,
      abilities: keepsTimes ? abilities : { ...abilities, ...NOT_ANNOUNCED },
      gradients(cotangents, wrt, request, keep) {
        const { problem: own } = start;
        return sweep(
          reverseContext({ problem: own, trajectory, statistics }, cotangents, wrt, request),
          keep,
        );
      },
      free,
    });
  } finally {
    if (!finished) free();
  }

  function taken(): Reading<Trajectory<A>, A> {
    const tally = forwardTally(statistics);
    if (mode === "value")
      return integrate(problem, plainOperations(problem, statistics.forward), tally);
    const watched = keepsTimes ? attemptsOnTape(problem, tape) : problem;
    return integrate(watched, tape.operations, tally, taped.observer);
  }

  function sweep(context: ReverseContext<A>, keep: boolean): Gradients<A> {
    const { sink, within, wrt, pass, cotangents } = context;
    const options = { backend, wrt, pass, sink, keep, timeSinkOf: within?.timeSinkOf };
    let finished = false;
    try {
      sweepWhole(context, new TapeSweep(tape, options));
      if (within === undefined) sink.addOutput(cotangents[0]);
      else within.pullInitial();
      const gradients =
        within === undefined ? sink.finish() : { ...sink.finish(), ...within.ledger.finish() };
      finished = true;
      return gradients;
    } finally {
      if (!finished) sink.release();
      within?.ledger.release();
    }
  }

  function sweepWhole(context: ReverseContext<A>, sweep: TapeSweep<A>): void {
    try {
      sweepSteps(context, sweep, taped.at, 0, context.steps.length);
      sweep.downTo(0);
      finishSweep(sweep, [INITIAL], { backend, sink: context.sink, like: y0 });
    } finally {
      sweep.release();
    }
  }
}

/** The place of the initial state on the tape. */
const INITIAL = 0;

const NOT_ANNOUNCED: PullbackAbilities = {
  differentiatesTimes: false,
  timesRefusal: {
    problem: "cannot be differentiated: what that needs was not kept",
    remedy: "Pass the times as tensors, or set differentiatesTimes in the problem.",
  },
};
