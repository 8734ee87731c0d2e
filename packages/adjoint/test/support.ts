import type { ButcherTableau, Problem, StepSizeController } from "@symplectic-adjoint/core";
import {
  accountingBackend,
  accountingDynamics,
  type NumberArray,
  type TestProblem,
} from "@symplectic-adjoint/testing";

/** Steps from each output to the next. */
export const stepPerInterval: StepSizeController = {
  name: "one step per interval",
  adaptive: false,
  firstStep: Number.POSITIVE_INFINITY,
  init: () => undefined,
  next: () => ({ accepted: true, step: Number.POSITIVE_INFINITY, state: undefined }),
};

/** A test problem over a backend that keeps books. */
export function accountingProblem(
  { evaluate, vjp, parameters, y0 }: TestProblem,
  tableau: ButcherTableau,
  times: ReadonlyArray<number>,
  failAt = Number.POSITIVE_INFINITY,
) {
  const backend = accountingBackend();
  let calls = 0;
  const failing = {
    parameters,
    evaluate(...args: Parameters<typeof evaluate>) {
      if (++calls === failAt) throw new Error("failed on purpose");
      evaluate(...args);
    },
    vjp,
  };
  const problem: Problem<NumberArray> = {
    backend,
    dynamics: accountingDynamics(backend, failing),
    y0: [backend.array(y0)],
    times,
    tableau,
    controller: stepPerInterval,
    tolerances: { rtol: [1e-6], atol: [1e-6] },
    stepT: [],
    jumpT: [],
    maxNumSteps: 1000,
    readsScalars: true,
  };
  return { backend, problem, evaluations: () => calls };
}
