import type { Adjoint, Problem, Reading, StepSizeController } from "@symplectic-adjoint/core";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { runAsync, runSync } from "@symplectic-adjoint/solver";
import {
  elementary,
  lotkaVolterra,
  type NumberArray,
  numbersOf,
  smallTableaux,
  stateOf,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  oneCheckpoint,
  symplecticAdjoint,
} from "../src/index.js";
import { adjointFixture } from "./support/adjoint-fixture.js";

/** The textbook's controller, a step late; it begins with a step that is much too long. */
const late: StepSizeController<number | undefined> = {
  ...elementary(),
  firstStep: { trial: () => 0.01, choose: () => 0.9 },
  init: () => undefined,
  next(known, attempt) {
    const { accepted, step } = elementary().next(undefined, attempt);
    return { accepted, step: accepted ? (known ?? step) : step, state: step };
  },
  predictNext: (known) => known,
};

const { heun2, bosh3, dopri5 } = smallTableaux;

interface Case {
  readonly adjoint: Adjoint;
  readonly problem: Partial<Problem<NumberArray>>;
  readonly tolerance?: number;
  /** Called with every use of f. */
  readonly onCall?: () => void;
}

/** A solution, its gradient, and the counts, and a check that nothing else is left. */
async function solved(
  { adjoint, problem: changes, tolerance = 1e-3, onCall }: Case,
  awaits: boolean,
) {
  const fixture = adjointFixture({
    func: lotkaVolterra(),
    times: [0, 0.7, 2],
    controller: late,
    tolerance,
    jumpT: [1.2],
    onCall,
  });
  const { backend } = fixture;
  const problem = { ...fixture.problem, ...changes };
  const cotangents = [undefined, stateOf(fixture, [1, 2]), stateOf(fixture, [3, -1])];
  const before = backend.live();
  const drive = async <T>(reading: Reading<T, NumberArray>): Promise<T> =>
    awaits ? runAsync(reading, backend) : runSync(reading, backend);
  try {
    const pass = await drive(adjoint.solve(problem, "once"));
    try {
      const { y0, parameters } = await drive(pass.pullback(cotangents, [0, 1]));
      const numbers = [...pass.outputs, y0, parameters].map(numbersOf);
      for (const state of [y0, parameters]) backend.release(state);
      return { numbers, statistics: pass.statistics };
    } finally {
      for (const output of pass.outputs) backend.release(output);
      pass.release();
    }
  } finally {
    expect(backend.live()).toBe(before);
  }
}

describe.each([
  symplecticAdjoint(),
  { ...symplecticAdjoint({ contents: "stages" }), name: "the symplectic adjoint with stages" },
  checkpointPerStep(),
  oneCheckpoint(),
  backpropagation(),
  continuousAdjoint(),
])("$name", (adjoint) => {
  test.each([
    { tableau: heun2, tolerance: 1e-2 },
    { tableau: bosh3, tolerance: 1e-3 },
    { tableau: dopri5, tolerance: 1e-7 },
  ])(
    "comes to the same solution and gradient of $tableau.name, bit for bit, whatever was thrown away.",
    async ({ tableau, tolerance }) => {
      const method = explicitRungeKutta(tableau);
      const given = { adjoint, tolerance };
      const plain = await solved({ ...given, problem: { method } }, false);
      const speculated = await solved({ ...given, problem: { method, speculates: true } }, true);
      expect(speculated.numbers).toEqual(plain.numbers);
      expect(speculated.statistics.stepSizes).toEqual(plain.statistics.stepSizes);
      const { forward, backward } = speculated.statistics;
      expect(forward.discarded).toBeGreaterThan(0);
      expect(forward.discarded).toBeLessThanOrEqual(forward.rejected);
      // Backward only where that is an integration of its own, with steps of its own.
      if (adjoint.exact) expect(backward).toEqual(plain.statistics.backward);
      else expect(backward.discarded).toBeGreaterThan(0);
      expect(plain.statistics.forward.discarded + plain.statistics.backward.discarded).toBe(0);
      expect(forward.readbacks).toBe(plain.statistics.forward.readbacks);
      expect(backward.readbacks).toBe(plain.statistics.backward.readbacks);
    },
  );

  test("leaves nothing, whichever use of f fails, and does not notice where it was not wanted.", async () => {
    const plain = await solved({ adjoint, problem: { method: explicitRungeKutta(bosh3) } }, false);
    let unnoticed = 0;
    for (let n = 1; ; n++) {
      let calls = 0;
      const onCall = () => {
        if (++calls === n) throw new RangeError("failed on purpose");
      };
      try {
        const problem = { method: explicitRungeKutta(bosh3), speculates: true };
        const { numbers } = await solved({ adjoint, problem, onCall }, true);
        expect(numbers).toEqual(plain.numbers);
        if (calls < n) break;
        unnoticed++;
      } catch (error) {
        expect(error).toEqual(new RangeError("failed on purpose"));
      }
    }
    expect(unnoticed).toBeGreaterThan(0);
  });
});

test("A continuous adjoint on the grid of a controller that requires times tries steps ahead, too.", async () => {
  const controller = { ...late, requiredTimes: () => [0.4, 1.9] };
  const problem = { method: explicitRungeKutta(bosh3), controller };
  const adjoint = continuousAdjoint();
  const plain = await solved({ adjoint, problem }, false);
  const speculated = await solved({ adjoint, problem: { ...problem, speculates: true } }, true);
  expect(speculated.numbers).toEqual(plain.numbers);
  expect(speculated.statistics.backward.evaluations).toBe(
    plain.statistics.backward.evaluations +
      (bosh3.stages - 1) * speculated.statistics.backward.discarded,
  );
  expect(speculated.statistics.backward.discarded).toBeGreaterThan(0);
});
