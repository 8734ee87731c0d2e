import {
  type ButcherTableau,
  type FusedSteps,
  NO_MEMORY,
  newPassStatistics,
  type State,
  type StepRequest,
} from "@symplectic-adjoint/core";
import { takeStages } from "@symplectic-adjoint/runge-kutta";
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
import { plainOperations } from "./plain-operations.js";

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

test("There is no attempt at once where the dynamics have no fused steps.", () => {
  expect(plainOperations(setUp(decay()).problem, newPassStatistics()).attempt).toBeUndefined();
});

type Request = StepRequest<State<NumberArray>>;

/** Fused steps that only say that they were asked for. */
function recording(): FusedSteps<NumberArray> & { readonly requests: Array<Request> } {
  const requests: Array<Request> = [];
  const nothing = {
    startSlope: [],
    next: [],
    memory: NO_MEMORY,
    endSlope: undefined,
    errorRatio: undefined,
    mark: 0,
  };
  return {
    requests,
    attempt(_, request) {
      requests.push(request);
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

test("An attempt at once is the fused one, and counted as if it were taken operation by operation.", () => {
  fc.assert(
    fc.property(arbitraryTableau(), fc.boolean(), fc.boolean(), (plain, knowsK1, estimates) => {
      const tableau = toButcherTableau(plain);
      const { problem } = setUp(decay());
      const pass = newPassStatistics();
      const fusedSteps = recording();
      const dynamics = { ...problem.dynamics, fusedSteps };
      const { attempt } = plainOperations({ ...problem, dynamics }, pass);
      const request = {
        ...span,
        firstStageTime: 0,
        y: problem.y0,
        memory: NO_MEMORY,
        startSlope: knowsK1 ? problem.y0 : undefined,
        estimatesError: estimates,
        handsOver: estimates ? ("ifEvaluated" as const) : ("no" as const),
      };
      attempt?.(tableau, request, estimates ? problem.tolerances : undefined);
      expect(fusedSteps.requests).toEqual([request]);
      // A step without an error estimate never knows its k_1 where that one is of no use.
      if (knowsK1 && tableau.activeStages[0] !== 0 && !estimates) return;
      expect(pass.evaluations).toBe(counted(tableau, knowsK1, estimates));
    }),
    { seed: 42 },
  );
  expect(counted(smallTableaux.bosh3, true, true)).toBe(3);
});
