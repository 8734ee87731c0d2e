import {
  type Adjoint,
  type ForwardPass,
  type Gradients,
  newStatistics,
  type Problem,
  type Reading,
  type SolveMode,
  type State,
} from "@symplectic-adjoint/core";
import {
  forwardTally,
  integrate,
  plainOperations,
  type Trajectory,
} from "@symplectic-adjoint/solver";
import { gradientSink } from "../pullback/gradient-sink.js";
import { pullbackGuard } from "../pullback/pullback-guard.js";
import { type Seed, sweepTape } from "./sweep-tape.js";
import { newTape } from "./tape.js";

/**
 * Backpropagation through the solver: every evaluation is recorded in the forward pass, rejected steps are rolled back,
 * and the records are traversed in reverse. Exact; repeats no evaluation. The memory grows with the number of
 * evaluations times the size of f.
 */
export function backpropagation(): Adjoint {
  return Object.freeze({ name: "backpropagation", exact: true, solve });
}

function* solve<A>(problem: Problem<A>, mode: SolveMode): Reading<ForwardPass<A>, A> {
  const { dynamics } = problem;
  const statistics = newStatistics();
  const changed = dynamics.watchParameters();
  const tape = newTape(problem, statistics.forward);
  /** The id of each output on the tape. */
  const outputIds: Array<number> = [0];
  let finished = false;
  try {
    const { outputs, steps, outcome } = yield* trajectory();
    const guard = pullbackGuard(dynamics, mode, outcome, statistics, changed);
    finished = true;
    return {
      outputs,
      steps,
      outcome,
      statistics,
      // biome-ignore lint/correctness/useYield: this strategy reads no scalars, but others with the same interface do
      *pullback(cotangents, wrt, times) {
        const { keep } = guard.enter(times);
        return sweepOutputs(cotangents, wrt, keep);
      },
      release: () => guard.release(() => tape.release()),
    };
  } finally {
    if (!finished) tape.release();
  }

  function trajectory(): Reading<Trajectory<A>, A> {
    const tally = forwardTally(statistics);
    if (mode === "value") {
      return integrate(problem, plainOperations(problem, statistics.forward), tally);
    }
    return integrate(problem, tape.operations, tally, {
      accepted(_, step, __, { y }) {
        for (const { index } of step.outputs) outputIds[index] = y.id;
      },
    });
  }

  function sweepOutputs(
    cotangents: ReadonlyArray<State<A> | undefined>,
    wrt: ReadonlyArray<number>,
    keep: boolean,
  ): Gradients<A> {
    const { backend, y0 } = problem;
    const parameters = wrt.map((i) => dynamics.parameters[i] as A);
    const sink = gradientSink(backend, y0, parameters);
    try {
      const seeds = outputSeeds(outputIds, cotangents);
      sweepTape(tape, seeds, {
        backend,
        like: y0,
        wrt,
        pass: statistics.backward,
        sink,
        keep,
      });
      return sink.finish();
    } catch (error) {
      sink.release();
      throw error;
    }
  }
}

function outputSeeds<A>(
  ids: ReadonlyArray<number>,
  cotangents: ReadonlyArray<State<A> | undefined>,
): ReadonlyArray<Seed<A>> {
  const seeds: Array<Seed<A>> = [];
  ids.forEach((id, output) => {
    const cotangent = cotangents[output];
    if (cotangent !== undefined) seeds.push({ id, cotangent });
  });
  return seeds;
}
