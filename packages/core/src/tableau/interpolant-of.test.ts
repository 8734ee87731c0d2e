import { describe, expect, test } from "vitest";
import { checkedTableau } from "../checks/checked-tableau.js";
import { interpolantOf } from "./interpolant-of.js";

const rk4 = checkedTableau({
  name: "rk4",
  order: 4,
  a: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
  b: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
  c: [0, 1 / 2, 1 / 2, 1],
});
const bosh3 = checkedTableau({
  name: "bosh3",
  order: 3,
  a: [[], [1 / 2], [0, 3 / 4], [2 / 9, 1 / 3, 4 / 9]],
  b: [2 / 9, 1 / 3, 4 / 9, 0],
  c: [0, 1 / 2, 3 / 4, 1],
});
const euler = checkedTableau({ name: "euler", order: 1, a: [[]], b: [1], c: [0] });

describe("A tableau that declares no interpolant", () => {
  test("has the Hermite polynomial over its own stages, if the last one is at the result.", () => {
    const { order, weights, a, c } = interpolantOf(bosh3);
    expect({ order, a, c }).toEqual({ order: 3, a: [], c: [] });
    // 3b and −2b, plus θ − 2θ² + θ³ in the first row and θ³ − θ² in the last.
    const expected = [
      [0, 1, -4 / 3, 5 / 9],
      [0, 0, 1, -2 / 3],
      [0, 0, 4 / 3, -8 / 9],
      [0, 0, -1, 1],
    ];
    weights.forEach((row, i) => {
      row.forEach((x, p) => {
        expect(x).toBeCloseTo(expected[i]?.[p] as number, 15);
      });
    });
  });

  test("gets a stage at the result if it has none.", () => {
    const { order, weights, a, c } = interpolantOf(rk4);
    expect({ order, a, c }).toEqual({ order: 3, a: [rk4.b], c: [1] });
    expect(weights).toHaveLength(5);
    expect(weights[4]).toEqual([0, 0, -1, 1]);
    expect(weights[1]).toEqual([0, 0, 1, -2 / 3]);
  });

  test("has no higher order than the method.", () => {
    expect(interpolantOf(euler).order).toBe(1);
    expect(interpolantOf(euler).weights).toEqual([
      [0, 1, 1, -1],
      [0, 0, -1, 1],
    ]);
  });

  test("has it frozen, and once.", () => {
    const interpolant = interpolantOf(rk4);
    expect(interpolantOf(rk4)).toBe(interpolant);
    const { weights, a, c } = interpolant;
    expect([interpolant, weights, weights[0], a, a[0], c].every(Object.isFrozen)).toBe(true);
  });
});

test("A declared interpolant is the tableau's.", () => {
  const straight = checkedTableau({
    ...{ name: "euler", order: 1, a: [[]], b: [1], c: [0] },
    interpolant: { order: 1, weights: [[0, 1]], a: [], c: [] },
  });
  expect(interpolantOf(straight)).toBe(straight.interpolant);
  expect(interpolantOf(straight).weights).toEqual([[0, 1]]);
});
