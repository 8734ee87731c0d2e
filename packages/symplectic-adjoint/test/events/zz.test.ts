import { test } from "vitest";
import { backpropagation, oneCheckpoint, checkpointPerStep, solveAsync, solve, float64, laggedController, symplecticAdjoint } from "../../src/index.js";
import { asynchronousFloat64 } from "../support/asynchronous-float64.js";
import * as P from "./support/event-problem.js";
test("zz", async () => {
  const { condition, reset, oscillator, y0 } = P;
  for (const adjoint of [backpropagation(), oneCheckpoint(), symplecticAdjoint(), checkpointPerStep()])
  for (const [backend, speculate] of [[float64, false], [asynchronousFloat64, true]] as const) {
        const solution = await solveAsync(oscillator as never, Float64Array.from(y0), [0, 2, 5, 9] as never, {
          backend, speculate, adjoint, rtol: 1e-6, atol: 1e-6 , controller: laggedController(),
          events: [{ condition, direction: -1, reset } as never],
        } as never) as any;
   console.log(adjoint.name, solution.outcome.kind, solution.stats.forward.discarded, solution.events.t, solution.pullback(solution.ys.map((_: number, i: number) => i)));
  }
});
