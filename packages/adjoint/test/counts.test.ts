import { startOnly } from "@symplectic-adjoint/checkpoint";
import type { Adjoint, SolveMode, Statistics } from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import {
  type AdjointCase,
  elementary,
  fixedSteps,
  lotkaVolterra,
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

/** The counts of a solve and of one pullback. */
function counted(
  adjoint: Adjoint,
  given: Partial<AdjointCase>,
  rows: ReadonlyArray<ReadonlyArray<number> | undefined> = [undefined, [1, 2]],
  mode: SolveMode = "once",
): Statistics {
  const fixture = adjointFixture({ func: lotkaVolterra(), times: [0, 1], ...given });
  const { backend, problem } = fixture;
  const pass = runSync(adjoint.solve(problem, mode), backend);
  if (mode !== "value") {
    const cotangents = rows.map((row) => stateOf(fixture, row));
    runSync(pass.pullback(cotangents, [0, 1]), backend);
  }
  return pass.statistics;
}

const all = [
  backpropagation(),
  oneCheckpoint(),
  checkpointPerStep(),
  symplecticAdjoint(),
  continuousAdjoint(),
];
const { euler, midpoint, rk4, bosh3, dopri5 } = smallTableaux;

describe.each([euler, midpoint, rk4, bosh3, dopri5])("In fixed steps of $name", (tableau) => {
  const steps = 8;
  const stages = tableau.activeStages.length;
  const given = { tableau, times: [0, 0.25], controller: fixedSteps(0.25 / steps) };
  const once = steps * stages;

  test.each(all)("$name evaluates each active stage once in the forward pass.", (adjoint) => {
    const recorded = adjoint.name === "backpropagation" ? once : 0;
    expect(counted(adjoint, given).forward).toMatchObject({ evaluations: once, recorded, vjps: 0 });
    const { forward } = counted(adjoint, given, [], "value");
    expect(forward).toMatchObject({ evaluations: once, recorded: 0, vjps: 0 });
  });

  test.each<[Adjoint, number, number]>([
    [backpropagation(), 0, 0],
    [oneCheckpoint(), once, once],
    [checkpointPerStep(), once, once],
    [symplecticAdjoint(), steps * (2 * stages - 1), once],
    [continuousAdjoint(), once, once],
  ])("$name takes one VJP a stage in the backward pass.", (adjoint, evaluations, recorded) => {
    const { backward } = counted(adjoint, given);
    expect(backward).toMatchObject({ evaluations, recorded, vjps: once });
  });
});

describe.each([bosh3, dopri5])("In adaptive steps of $name", (tableau) => {
  const given = { tableau, controller: elementary(0.5), tolerance: 1e-6 };
  const active = tableau.activeStages.length;
  const forwardOf = (adjoint: Adjoint) => counted(adjoint, given).forward;

  test.each(all)("$name evaluates k_1 once and the other stages once an attempt.", (adjoint) => {
    const { accepted, rejected, evaluations, recorded } = forwardOf(adjoint);
    expect(rejected).toBeGreaterThan(0);
    expect(evaluations).toBe(1 + (tableau.stages - 1) * (accepted + rejected));
    expect(recorded).toBe(adjoint.name === "backpropagation" ? evaluations : 0);
  });

  const steps = forwardOf(symplecticAdjoint()).accepted;
  const once = steps * active;

  test.each<[string, Adjoint, number, number]>([
    ["backpropagation", backpropagation(), 0, 0],
    // k_1 is handed over where it was, and the last stage of the last step is of no use.
    ["one checkpoint", oneCheckpoint(), once, once],
    ["a checkpoint per step", checkpointPerStep(), once, once],
    ["the symplectic adjoint", symplecticAdjoint(), steps * (2 * active - 1), once],
    [
      "the symplectic adjoint with one checkpoint",
      symplecticAdjoint({ schedule: startOnly }),
      steps * (2 * active - 1) + (steps - 1) * active,
      once,
    ],
  ])(
    "%s takes a VJP for each active stage of each accepted step.",
    (_, adjoint, evaluations, recorded) => {
      const { backward } = counted(adjoint, given);
      expect(backward).toMatchObject({
        evaluations,
        recorded,
        vjps: once,
        accepted: 0,
        rejected: 0,
      });
    },
  );

  test("the continuous adjoint takes a VJP with each evaluation of its own steps.", () => {
    const { backward } = counted(continuousAdjoint(), given);
    const { accepted, rejected, evaluations } = backward;
    expect(evaluations).toBe(1 + (tableau.stages - 1) * (accepted + rejected));
    expect(backward).toMatchObject({ recorded: evaluations, vjps: evaluations });
  });
});

describe("Where the last cotangent is that of an output on the way", () => {
  const given = { tableau: rk4, times: [0, 0.5, 1], controller: fixedSteps(0.125) };
  const half = 4 * 4;
  test.each<[Adjoint, number]>([
    [backpropagation(), 0],
    [oneCheckpoint(), 2 * half],
    [checkpointPerStep(), half],
    [symplecticAdjoint(), 4 * (2 * 4 - 1)],
  ])("$name does not go back through the steps after it.", (adjoint, evaluations) => {
    const { backward } = counted(adjoint, given, [undefined, [1, 2], undefined]);
    expect(backward).toMatchObject({ evaluations, vjps: half });
  });
});
