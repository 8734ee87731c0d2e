import { expect, test } from "vitest";
import { smallTableaux } from "./small-tableaux.js";
import { toButcherTableau } from "./to-butcher-tableau.js";

test("Stages, FSAL and active stages are derived.", () => {
  const { bosh3, dopri5, midpoint, euler, rk4 } = smallTableaux;
  expect([euler, midpoint, rk4, bosh3, dopri5].map(({ stages }) => stages)).toEqual([
    1, 2, 4, 4, 7,
  ]);
  expect([euler, midpoint, rk4, bosh3, dopri5].map(({ fsal }) => fsal)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(dopri5.activeStages).toEqual([0, 1, 2, 3, 4, 5]);
  expect(bosh3.activeStages).toEqual([0, 1, 2]);
  expect(midpoint.activeStages).toEqual([0, 1]);
});

test("A stage without weight is active only if an active stage reads it.", () => {
  const plain = { a: [[], [1], [0, 0], [0, 1, 0]], b: [0.5, 0, 0.5, 0], c: [0, 1, 0, 1] };
  expect(toButcherTableau(plain).activeStages).toEqual([0, 2]);
});

test("The error weights are b − b̂, and absent without an embedded method.", () => {
  expect(smallTableaux.heun2.error).toEqual([-0.5, 0.5]);
  expect(smallTableaux.rk4.error).toBeUndefined();
});

test("Rows and nodes of the small tableaux agree, and their weights sum to 1.", () => {
  for (const { a, b, c, error = [0] } of Object.values(smallTableaux)) {
    const sum = (row: ReadonlyArray<number>) => row.reduce((total, value) => total + value, 0);
    a.forEach((row, i) => {
      expect(row).toHaveLength(i);
      expect(sum(row)).toBeCloseTo(c[i] as number, 14);
    });
    expect(sum(b)).toBeCloseTo(1, 14);
    expect(sum(error)).toBeCloseTo(0, 14);
  }
});
