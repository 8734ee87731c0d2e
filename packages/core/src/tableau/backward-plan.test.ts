import { expect, test } from "vitest";
import { backwardPlan } from "./backward-plan.js";
import type { ButcherTableau } from "./butcher-tableau.js";

const heun: ButcherTableau = {
  name: "heun",
  order: 2,
  a: [[], [1]],
  b: [1 / 2, 1 / 2],
  c: [0, 1],
  error: undefined,
  stages: 2,
  fsal: false,
  activeStages: [0, 1],
};

/**
 * Stage 1 is used only by the last stage, which y⁺ does not depend on; stage 2 has no weight but is used by stage 3.
 */
const sparse: ButcherTableau = {
  name: "sparse",
  order: 1,
  a: [[], [1 / 4], [1 / 2, 0], [1 / 8, 0, 7 / 8], [0, 1, 1, 1]],
  b: [1 / 3, 0, 0, 2 / 3, 0],
  c: [0, 1 / 4, 1 / 2, 1, 3],
  error: undefined,
  stages: 5,
  fsal: false,
  activeStages: [0, 2, 3],
};

test("Row i of the plan contains b_i for λ⁺ and the column i of a for the later stages.", () => {
  expect(backwardPlan(heun)).toEqual({
    stageWeights: [
      [1 / 2, 0, 1],
      [1 / 2, 0, 0],
    ],
    sumWeights: [0, 1, 1],
  });
});

test("Stages that y⁺ does not depend on are omitted from every sum.", () => {
  const { stageWeights, sumWeights } = backwardPlan(sparse);
  expect(sumWeights).toEqual([0, 1, 0, 1, 1, 0]);
  expect(stageWeights[0]).toEqual([1 / 3, 0, 0, 1 / 2, 1 / 8, 0]);
  expect(stageWeights[2]).toEqual([0, 0, 0, 0, 7 / 8, 0]);
  expect(stageWeights[3]).toEqual([2 / 3, 0, 0, 0, 0, 0]);
});

test("The plan gives the derivative of a step of y' = z y, z = 2: the stability function 1 + z + z²/2.", () => {
  const { stageWeights, sumWeights } = backwardPlan(heun);
  const z = 2;
  const terms = [1, 0, 0];
  for (const i of [1, 0]) terms[1 + i] = z * dot(stageWeights[i], terms);
  expect(1 + dot(sumWeights, terms)).toBe(1 + z + z ** 2 / 2);
});

test("The plan of a tableau is cached.", () => {
  expect(backwardPlan(heun)).toBe(backwardPlan(heun));
  expect(backwardPlan({ ...heun })).not.toBe(backwardPlan(heun));
});

function dot(weights: ReadonlyArray<number> | undefined, terms: ReadonlyArray<number>): number {
  return (weights ?? []).reduce((sum, weight, j) => sum + weight * (terms[j] as number), 0);
}
