import { everyStep, startOnly } from "@symplectic-adjoint/checkpoint";
import type { CheckpointSchedule } from "@symplectic-adjoint/core";
import { bisecting, complex, everyKthTogether } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { float64, solve, symplecticAdjoint } from "../../src/index.js";
import { leapfrogWithStages } from "./leapfrog-with-stages.js";
import { byComplexStep, wave, waveGrid, waveStart, waveSteps } from "./wave.js";

/** The same steps over complex numbers. */
const oracle = byComplexStep((f, y0) => {
  let [y, v] = [complex(y0), f(0, y0)];
  for (const { t, h } of waveSteps) {
    const p = y.plus(v.times(h / 2));
    v = f(t + h / 2, p)
      .times(2)
      .minus(v);
    y = p.plus(v.times(h / 2));
  }
  return y;
});

function run(contents: "state" | "stages", schedule: CheckpointSchedule) {
  const counts = { given: 0, recomputed: 0 };
  const bytes = new Set<number>();
  const told: CheckpointSchedule = {
    ...schedule,
    forward(view) {
      bytes.add(view.bytes);
      return schedule.forward(view);
    },
  };
  const solution = solve(wave, waveStart, [0, 1], {
    ...{ method: leapfrogWithStages(counts), grid: waveGrid, backend: float64 },
    adjoint: symplecticAdjoint({ contents, schedule: told }),
  });
  const { y0, parameters } = solution.pullback(Float64Array.of(0, 1));
  solution.dispose();
  return { gradient: [...y0, ...(parameters[0] as Float64Array)], counts, bytes: [...bytes] };
}

test.each([
  [everyStep, 0],
  // The last step of the segment, which is not taken again.
  [startOnly, 1],
  [everyKthTogether(2), 2],
  // Steps 2 and 3 start from replayed states or such that the backward pass has stored, and step 1 likewise.
  [bisecting, 3],
])(
  "A method with memory and stages is reversed from both, schedule $name.",
  (schedule, recomputed) => {
    const stages = run("stages", schedule);
    oracle.derivatives.forEach((derivative, i) => {
      expect(Math.abs((stages.gradient[i] as number) - derivative)).toBeLessThanOrEqual(
        1e-14 * Math.abs(derivative),
      );
    });
    const steps = waveSteps.length;
    expect(stages.counts).toEqual({ given: steps - recomputed, recomputed });
    // A state of one number, its velocity, and the stage.
    expect(stages.bytes).toEqual([3 * 8]);
    const state = run("state", schedule);
    expect(state.gradient).toEqual(stages.gradient);
    expect(state.counts).toEqual({ given: 0, recomputed: steps });
    expect(state.bytes).toEqual([2 * 8]);
  },
);
