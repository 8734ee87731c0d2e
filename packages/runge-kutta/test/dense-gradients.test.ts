import { type ButcherTableau, checkedTableau } from "@symplectic-adjoint/core";
import {
  arbitraryTableau,
  Complex,
  complex,
  expectNoLeaks,
  smallTableaux,
  toButcherTableau,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { explicitRungeKutta } from "../src/index.js";
import { complexLoss, type Inputs } from "./support/complex-steps.js";
import { coupled } from "./support/coupled.js";
import { denseTableaux } from "./support/dense-tableaux.js";
import { setUp } from "./support/set-up.js";
import { type Place, stepwise } from "./support/stepwise.js";

const Y0 = [0.9, -0.4] as const;
const STEP = 1e-30;

/** The derivatives for y0, the parameters and the grid, by a complex step. */
function derivatives(
  tableau: ButcherTableau,
  grid: ReadonlyArray<number>,
  places: ReadonlyArray<Place>,
): ReadonlyArray<number> {
  const inputs = [...Y0, ...coupled.parameters, ...grid];
  return inputs.map((_, moved) => {
    const all = inputs.map((x, i) => new Complex(x, i === moved ? STEP : 0));
    const parts: Inputs = [all.slice(0, 2), all.slice(2, 4), all.slice(4)];
    return complexLoss(tableau, parts, places).im / STEP;
  });
}

/** Compares with the method's own value and gradient, and looks for leaks. */
function check(
  tableau: ButcherTableau,
  grid: ReadonlyArray<number>,
  places: ReadonlyArray<Place>,
): void {
  const { backend, problem } = setUp(coupled);
  const y0 = [backend.array(Y0)];
  const taken = expectNoLeaks(backend.live, () =>
    stepwise(backend, problem, explicitRungeKutta(tableau), y0, grid, places),
  );
  const parts: Inputs = [
    Y0.map((x) => complex(x)),
    Array.from(coupled.parameters, (x) => complex(x)),
    grid.map((t) => complex(t)),
  ];
  const expected = [complexLoss(tableau, parts, places).re, ...derivatives(tableau, grid, places)];
  const found = [taken.loss, ...taken.y0, ...taken.parameters, ...taken.grid];
  expect(found).toHaveLength(expected.length);
  const size = Math.max(1, ...expected.map(Math.abs));
  found.forEach((x, i) => {
    expect(Math.abs(x - (expected[i] as number))).toBeLessThan(1e-13 * size);
  });
}

const grids = [
  [0, 0.1, 0.35, 0.6, 1],
  [1, 0.7, 0.65, 0.2, 0],
] as const;

/** θ = 0 and 1, two in one step, none in a step, one twice, and the end. */
const places: ReadonlyArray<Place> = [
  { step: 0, theta: 0, factor: -0.5 },
  { step: 0, theta: 0.3, factor: 1 },
  { step: 0, theta: 0.8, factor: 2 },
  { step: 2, theta: 0.6, factor: -1 },
  { step: 2, theta: 0.6, factor: 0.25 },
  { step: 2, theta: 1, factor: 0.75 },
  { step: 3, theta: 0.5, factor: 3 },
];

const all = {
  ...smallTableaux,
  "dopri5 with its quartic": denseTableaux.dopri5,
  branched: denseTableaux.branched,
};

test.each(Object.entries(all))(
  "%s: value and gradient, also for the grid, are those of a program with complex numbers.",
  (_, tableau) => {
    for (const grid of grids) {
      check(tableau, grid, places);
      check(tableau, grid, places.slice(0, 3));
      check(tableau, grid, [{ step: 3, theta: 1, factor: 2 }]);
      check(tableau, grid, []);
    }
  },
);

const anyPlace: fc.Arbitrary<Place> = fc.record({
  step: fc.integer({ min: 0, max: 2 }),
  theta: fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true })),
  factor: fc.constantFrom(-2, 1, 0.5),
});

test("The same is true of any method and any places.", () => {
  fc.assert(
    fc.property(
      arbitraryTableau(),
      fc.array(anyPlace, { maxLength: 6 }),
      fc.constantFrom([0, 0.2, 0.3, 0.7], [0.5, 0.1, -0.2, -0.25]),
      (plain, chosen, grid) => {
        check(checkedTableau(toButcherTableau(plain)), grid, chosen);
      },
    ),
    { seed: 42, numRuns: 200 },
  );
});
