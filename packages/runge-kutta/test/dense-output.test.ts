import type { StepProblem } from "@symplectic-adjoint/core";
import {
  accountingBackend,
  accountingDynamics,
  expectNoLeaks,
  type NumberArray,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { explicitRungeKutta } from "../src/index.js";
import { problemG } from "./support/problem-g.js";
import { type Place, stepwise } from "./support/stepwise.js";

const grid = [0, 0.1, 0.35, 0.6, 1];

/** S = y(.05) + 2 y(.2) − y(.5) + 3 y(.8). */
const places: ReadonlyArray<Place> = [
  { step: 0, theta: 0.5, factor: 1 },
  { step: 1, theta: 0.4, factor: 2 },
  { step: 2, theta: 0.6, factor: -1 },
  { step: 3, theta: 0.5, factor: 3 },
];

function setUp() {
  const books = accountingBackend();
  // Scalars as arrays, to see that they are neither freed too early nor forgotten.
  const backend = {
    ...books,
    dot: (...states: Parameters<typeof books.dot>) => books.array([books.dot(...states) as number]),
  };
  const problem: StepProblem<NumberArray> = {
    backend,
    dynamics: accountingDynamics(backend, problemG),
    tolerances: { rtol: [1e-6], atol: [1e-6] },
    readsScalars: true,
  };
  return { backend, problem, y0: [backend.array([0.9])] };
}

const golden = {
  bosh3: [3.12282064582976, 4.17082141645024, 1.02785882038105, 0.47139525209424],
  rk4: [3.1251574324068, 4.17004872679421, 1.01656435736797, 0.470761457175221],
} as const;

describe.each(["bosh3", "rk4"] as const)("%s with outputs within its steps", (name) => {
  const method = explicitRungeKutta(smallTableaux[name]);
  test("has the value and the gradient of an independent program.", () => {
    const { backend, problem, y0 } = setUp();
    expectNoLeaks(backend.live, () => {
      const {
        loss,
        y0: byState,
        parameters,
      } = stepwise(backend, problem, method, y0, grid, places);
      [loss, ...byState, ...parameters].forEach((value, i) => {
        const expected = golden[name][i] as number;
        expect(Math.abs(value - expected)).toBeLessThan(2e-14 * Math.abs(expected));
      });
    });
  });
});
