import {
  type ButcherTableau,
  newPassStatistics,
  type StepKernels,
  type StepResult,
  type StepTrial,
} from "@symplectic-adjoint/core";
import {
  arbitraryTableau,
  decay,
  type NumberArray,
  smallTableaux,
  toButcherTableau,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { setUp, valuesOf } from "../../test/support/setup.js";
import { takeStages } from "./stages.js";
import { plainOperations } from "./step-operations.js";

const span = { t: 0, h: 0.5, end: 0.5 };

test("Over bare states every operation is the backend's own, and evaluations are counted.", () => {
  const { backend, problem, evaluatedAt } = setUp(decay({ parameters: [-2] }));
  const pass = newPassStatistics();
  const operations = plainOperations(problem, pass);
  const y = operations.begin(problem.y0);
  expect(y).not.toBe(problem.y0);
  expect(valuesOf(operations.evaluate(0.5, y))).toEqual([-2, 1, -4]);
  expect(valuesOf(operations.linearCombination(y, 2, [1, 3], [y, y]))).toEqual([9, -4.5, 18]);
  expect(operations.stateOf(y)).toBe(y);
  expect(operations.statesOf([y])).toEqual([y]);
  expect(pass).toEqual({ ...newPassStatistics(), evaluations: 1 });
  expect(evaluatedAt).toEqual([0.5]);
  backend.release(problem.y0);
  expect(valuesOf(y)).toEqual([1, -0.5, 2]);
});

test("There is no attempt at once where the dynamics have no kernels.", () => {
  expect(plainOperations(setUp(decay()).problem, newPassStatistics()).attempt).toBeUndefined();
});

/** Kernels that only say that they were called. */
function kernels(): StepKernels<NumberArray> & { readonly trials: Array<StepTrial<NumberArray>> } {
  const trials: Array<StepTrial<NumberArray>> = [];
  const nothing = { k1: [], next: [], lastStage: undefined, errorRatio: undefined };
  return {
    trials,
    attempt(_, trial): StepResult<NumberArray> {
      trials.push(trial);
      return nothing;
    },
    reverse: () => ({ lambda: [], theta: [] }),
  };
}

/** Evaluations of one step, taken operation by operation. */
function counted(tableau: ButcherTableau, knowsK1: boolean, everyStage: boolean): number {
  const { problem } = setUp(decay());
  const pass = newPassStatistics();
  const operations = plainOperations(problem, pass);
  const k1 = knowsK1 ? problem.y0 : operations.evaluate(0, problem.y0);
  takeStages(operations, tableau, span, problem.y0, k1, everyStage);
  return pass.evaluations;
}

test("An attempt at once is the kernels', and counted as if it were taken operation by operation.", () => {
  fc.assert(
    fc.property(arbitraryTableau(), fc.boolean(), fc.boolean(), (plain, knowsK1, estimates) => {
      const tableau = toButcherTableau(plain);
      const { problem } = setUp(decay());
      const pass = newPassStatistics();
      const engine = kernels();
      const dynamics = { ...problem.dynamics, kernels: engine };
      const { attempt } = plainOperations({ ...problem, dynamics }, pass);
      const trial = {
        ...span,
        firstStageTime: 0,
        y: problem.y0,
        k1: knowsK1 ? problem.y0 : undefined,
        tolerances: estimates ? problem.tolerances : undefined,
      };
      attempt?.(tableau, trial);
      expect(engine.trials).toEqual([trial]);
      // A step without an error estimate never knows its k_1 where that one is of no use.
      if (knowsK1 && tableau.activeStages[0] !== 0 && !estimates) return;
      expect(pass.evaluations).toBe(counted(tableau, knowsK1, estimates));
    }),
    { seed: 42 },
  );
  expect(counted(smallTableaux.bosh3, true, true)).toBe(3);
});
