import type { Adjoint } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryNetwork } from "../arbitraries/arbitrary-network.js";
import { arbitraryTableau } from "../arbitraries/arbitrary-tableau.js";
import { maxRelativeError } from "../checks/max-relative-error.js";
import { elementary } from "../controllers/elementary.js";
import { fixedSteps } from "../controllers/fixed-steps.js";
import { plainGradient } from "../oracles/plain-gradient.js";
import type { TestProblem } from "../problems/test-problem.js";
import { smallTableaux } from "../tableaux/small-tableaux.js";
import { toButcherTableau } from "../tableaux/to-butcher-tableau.js";
import { type AdjointCase, atGridPoints, type NewFixture } from "./adjoint-fixture.js";
import { gradientOf, type Rows } from "./gradient-of.js";

const outputTimes = fc.constantFrom<ReadonlyArray<number>>(
  [0, 1],
  [1, 0],
  [0, 0.3, 0.35, 1],
  [1, 0.6, 0.1, 0],
  [-0.63, 0.11, 0.28, 0.68],
  [0, 0.5, 0.5 + 2 ** -53, 1],
);
const jumps = fc.constantFrom<ReadonlyArray<number>>([], [0.2], [0, 0.3, 0.7]);
/** For each output a seed of its cotangent, or none. */
const seeds = fc.array(fc.option(fc.integer({ min: 0, max: 99 }), { nil: undefined }), {
  minLength: 4,
  maxLength: 4,
});

function rowsFor(
  { y0 }: TestProblem,
  times: ReadonlyArray<number>,
  drawn: typeof seeds extends fc.Arbitrary<infer T> ? T : never,
): Rows {
  return times.map((_, output) => {
    const seed = drawn[output];
    if (seed === undefined) return undefined;
    return Array.from(y0, (__, i) => (((seed + 1) * (i + 3) * (output + 7)) % 17) / 8 - 1);
  });
}

/** Compares the gradient with the hand-written loop on the same steps. */
function check(
  adjoint: Adjoint,
  newFixture: NewFixture,
  given: AdjointCase,
  rows: Rows,
  tolerance: number,
): void {
  const fixture = newFixture(given);
  const gradient = gradientOf(adjoint, fixture, rows);
  if (gradient === undefined) return;
  const { tableau } = fixture;
  const grid = atGridPoints(fixture, rows);
  const expected = plainGradient(given.func, tableau, fixture.taken, grid);
  expect(maxRelativeError(gradient.y0, expected.y0)).toBeLessThanOrEqual(tolerance);
  expect(maxRelativeError(gradient.parameters, expected.parameters)).toBeLessThanOrEqual(tolerance);
}

/** Registers the gradient tests of exact adjoints. */
export function exactGradientsSuite(adjoint: Adjoint, newFixture: NewFixture): void {
  test("computes the gradient of the discrete solution to 1e-13: random networks, methods, outputs, cotangents.", () => {
    const controllers = fc.constantFrom(fixedSteps(0.3), elementary(0.2));
    fc.assert(
      fc.property(
        arbitraryNetwork(),
        arbitraryTableau(),
        controllers,
        outputTimes,
        jumps,
        seeds,
        (func, plain, controller, times, jumpT, drawn) => {
          const tableau = toButcherTableau(plain);
          const given = { func, tableau, controller, times, jumpT, maxNumSteps: 40 };
          check(adjoint, newFixture, given, rowsFor(func, times, drawn), 1e-13);
        },
      ),
      { seed: 42, numRuns: 150 },
    );
  });

  test.each(late)(
    "gives that of a method whose only active stages are $activeStages.",
    (tableau) => {
      const [func] = fc.sample(arbitraryNetwork(), { seed: 12, numRuns: 1 }) as [TestProblem];
      const given = { func, tableau, times: [0, 0.5, 1], controller: fixedSteps(0.125) };
      check(adjoint, newFixture, given, rowsFor(func, given.times, [1, 2, 3]), 1e-13);
    },
  );

  test.each(Object.values(smallTableaux))(
    "computes the gradient for $name with adaptive and fixed steps.",
    (tableau) => {
      const [func] = fc.sample(arbitraryNetwork(), { seed: 11, numRuns: 1 }) as [TestProblem];
      for (const controller of [
        fixedSteps(0.125),
        elementary({ trial: () => 0.01, choose: () => 0.3 }),
      ])
        for (const times of [
          [0, 0.4, 1],
          [1, 0.4, 0],
        ])
          check(
            adjoint,
            newFixture,
            { func, tableau, controller, times, tolerance: 1e-4 },
            rowsFor(func, times, [1, 2, 3]),
            1e-13,
          );
    },
  );
}

/** Methods where y⁺ does not depend on the first stage, or depends only on a stage in the middle. */
const late = [
  { a: [[], [0]], b: [0, 1], c: [0, 0] },
  { a: [[], [0], [0, 0.5]], b: [0, 0, 1], c: [0, 0, 0.5] },
  { a: [[], [0.5], [0, 0]], b: [0, 1, 0], c: [0, 0.5, 0] },
  { a: [[], [0.5], [0, 0], [0, 0, 0]], b: [0, 0, 1, 0], c: [0, 0.5, 0, 0] },
].map((plain) => toButcherTableau(plain));

/** Registers the gradient tests of approximate adjoints, integrated with the accuracy of the forward pass. */
export function approximateGradientsSuite(adjoint: Adjoint, newFixture: NewFixture): void {
  test("computes the gradient to within its tolerances: random networks, outputs, cotangents.", () => {
    fc.assert(
      fc.property(arbitraryNetwork(), outputTimes, jumps, seeds, (func, times, jumpT, drawn) => {
        const controller = elementary(0.1);
        const { dopri5: tableau } = smallTableaux;
        const given = { func, tableau, controller, times, jumpT, tolerance: 1e-9 };
        check(adjoint, newFixture, given, rowsFor(func, times, drawn), 1e-6);
      }),
      { seed: 42, numRuns: 30 },
    );
  });
}
