import {
  discreteReferences,
  maxRelativeError,
  type SmallTableau,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { butcherTableau, type Method } from "../../src/index.js";
import { differentiate, sumOfSquares } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";

/** The methods of the references: ours by name, and one made of its table. */
const methods: Readonly<Record<SmallTableau, Method>> = {
  euler: "euler",
  midpoint: "midpoint",
  heun2: "adaptiveHeun",
  ralston2: butcherTableau({
    name: "ralston2",
    order: 2,
    c: "0 2/3",
    a: ["", "2/3"],
    b: "1/4 3/4",
  }),
  bosh3: "bosh3",
  rk4: "rk4",
  rk38: "rk38",
  dopri5: "dopri5",
};

const references = discreteReferences().map((reference) => ({
  ...reference,
  title: `${reference.problem.name}, ${reference.method}`,
}));

test("There are references for every method of the table.", () => {
  const seen = new Set(references.map(({ method }) => method));
  expect([...seen].sort()).toEqual(Object.keys(smallTableaux).sort());
  expect(Object.keys(methods).sort()).toEqual(Object.keys(smallTableaux).sort());
});

describe.each(references)("On ten equal steps of $title", ({ problem, steps, ...reference }) => {
  test.each(exactAdjoints)("%s has the known end value and gradient to 1e-13.", (_, adjoint) => {
    const n = problem.y0.length;
    const times = [problem.t0, problem.t1];
    const { solution, y0, parameters } = differentiate(problem, times, sumOfSquares(n), {
      method: methods[reference.method as SmallTableau],
      stepsPerInterval: steps,
      adjoint,
    });
    expect(solution.stats.forward.accepted).toBe(steps);
    expect(maxRelativeError(solution.ys.slice(n), reference.y)).toBeLessThan(1e-13);
    expect(maxRelativeError(y0, reference.dL_dy0)).toBeLessThan(1e-13);
    expect(maxRelativeError(parameters, reference.dL_dp)).toBeLessThan(1e-13);
  });
});
