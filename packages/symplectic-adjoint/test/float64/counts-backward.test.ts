import type { Adjoint } from "@symplectic-adjoint/core";
import { sineSquare } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  type MethodName,
  oneCheckpoint,
  symplecticAdjoint,
  tableaux,
} from "../../src/index.js";
import { counted } from "../support/counted.js";
import { type Float64Options, solveProblem } from "../support/differentiate.js";
import { adaptiveMethods, methodNames } from "../support/method-names.js";

const times = [0, 1, 3];
const cotangents = Float64Array.of(0.5, 1, -1);

/** The backward half of the statistics after one pullback, with the number of accepted steps, and the calls it made. */
function backward(method: MethodName, adjoint: Adjoint, options: Float64Options) {
  const { problem, calls } = counted(sineSquare());
  const solution = solveProblem(problem, times, { method, adjoint, ...options });
  const before = { ...calls };
  solution.pullback(cotangents);
  const made = { evaluate: calls.evaluate - before.evaluate, vjp: calls.vjp - before.vjp };
  const once = { ...solution.stats.backward };
  solution.pullback(cotangents);
  // The second one costs the same.
  expect(solution.stats.backward.evaluations).toBe(2 * once.evaluations);
  expect(solution.stats.backward.vjps).toBe(2 * once.vjps);
  return { ...once, made, steps: solution.stats.forward.accepted, stats: solution.stats };
}

const runs: ReadonlyArray<readonly [title: string, method: MethodName, options: Float64Options]> = [
  ...methodNames.map((name) => [`${name}, fixed`, name, { stepsPerInterval: 6 }] as const),
  ...adaptiveMethods.map(
    (name) => [`${name}, adaptive`, name, { rtol: 1e-4, atol: 1e-4, firstStep: 0.5 }] as const,
  ),
];

describe.each(runs)(
  "The backward pass of %s, with m active stages and N accepted steps,",
  (...run) => {
    const [, method, options] = run;
    const m = tableaux[method].activeStages.length;

    test("by the symplectic adjoint takes N (m − 1) plain evaluations and N m recorded ones with a VJP.", () => {
      const { evaluations, recorded, vjps, made, steps } = backward(
        method,
        symplecticAdjoint(),
        options,
      );
      expect(steps).toBeGreaterThan(3);
      expect({ evaluations, recorded, vjps }).toEqual({
        evaluations: steps * (2 * m - 1),
        recorded: steps * m,
        vjps: steps * m,
      });
      // A hand-written VJP is its own recording: only the plain evaluations call f.
      expect(made).toEqual({ evaluate: steps * (m - 1), vjp: steps * m });
    });

    test.each([
      ["with a checkpoint per step", checkpointPerStep()],
      ["with one checkpoint", oneCheckpoint()],
    ])("%s takes N m recorded evaluations with a VJP, and no others.", (_, adjoint) => {
      const { evaluations, recorded, vjps, made, steps } = backward(method, adjoint, options);
      const count = steps * m;
      expect({ evaluations, recorded, vjps }).toEqual({
        evaluations: count,
        recorded: count,
        vjps: count,
      });
      expect(made).toEqual({ evaluate: count, vjp: count });
    });

    test("by backpropagation takes no evaluation, and N m VJPs.", () => {
      const { evaluations, recorded, vjps, made, steps } = backward(
        method,
        backpropagation(),
        options,
      );
      expect({ evaluations, recorded, vjps }).toEqual({
        evaluations: 0,
        recorded: 0,
        vjps: steps * m,
      });
      expect(made).toEqual({ evaluate: 0, vjp: steps * m });
    });
  },
);

test("Of the published methods a step costs the symplectic adjoint 2m − 1: 7, 5, 11 and 25.", () => {
  const perStep = (["rk4", "bosh3", "dopri5", "dopri8"] as const).map((method) => {
    const { evaluations, steps } = backward(method, symplecticAdjoint(), { stepsPerInterval: 2 });
    return evaluations / steps;
  });
  expect(perStep).toEqual([7, 5, 11, 25]);
});

test.each(adaptiveMethods)(
  "The continuous adjoint with %s counts as a forward pass of each interval does, with a VJP each time.",
  (method) => {
    const { evaluations, recorded, vjps, accepted, rejected, made } = backward(
      method,
      continuousAdjoint(),
      { rtol: 1e-5, atol: 1e-5 },
    );
    const { stages, fsal } = tableaux[method];
    const attempts = accepted + rejected;
    // Two intervals, each with k_1 and a trial.
    const expected = 2 * 2 + (stages - 1) * attempts + (fsal ? 0 : accepted - 2);
    expect({ evaluations, recorded, vjps }).toEqual({
      evaluations: expected,
      recorded: expected,
      vjps: expected,
    });
    expect(made).toEqual({ evaluate: expected, vjp: expected });
  },
);
