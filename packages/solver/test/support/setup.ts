import {
  newPassStatistics,
  type PassStatistics,
  type Problem,
  type State,
} from "@symplectic-adjoint/core";
import {
  type AccountingBackend,
  accountingBackend,
  accountingDynamics,
  fixedSteps,
  type NumberArray,
  smallTableaux,
  type TestProblem,
} from "@symplectic-adjoint/testing";
import { integrate, type Trajectory } from "../../src/loop/integrate.js";
import type { StepObserver } from "../../src/loop/walk.js";
import { runSync } from "../../src/reading/run-sync.js";
import { plainOperations } from "../../src/step/step-operations.js";

/** A problem over a backend of its own that counts what lives. */
export interface Setup {
  readonly backend: AccountingBackend;
  readonly problem: Problem<NumberArray>;
  /** When f was evaluated. */
  readonly evaluatedAt: Array<number>;
}

/** A test problem with everything that decides its discretisation: rk4 in steps of 1/4, unless said otherwise. */
export function setUp(func: TestProblem, options: Partial<Problem<NumberArray>> = {}): Setup {
  const backend = accountingBackend();
  const evaluatedAt: Array<number> = [];
  const problem: Problem<NumberArray> = {
    backend,
    dynamics: accountingDynamics(backend, func, evaluatedAt),
    y0: [backend.array(func.y0)],
    times: [func.t0, func.t1],
    tableau: smallTableaux.rk4,
    controller: fixedSteps(0.25),
    tolerances: { rtol: [1e-6], atol: [1e-6] },
    stepT: [],
    jumpT: [],
    maxNumSteps: 10_000,
    readsScalars: true,
    ...options,
  };
  return { backend, problem, evaluatedAt };
}

/** A finished integration and its counts. */
export interface Solved extends Trajectory<NumberArray> {
  readonly pass: PassStatistics;
  readonly stepSizes: ReadonlyArray<number>;
}

/** Integrates over bare states, synchronously. */
export function solve(
  { backend, problem }: Setup,
  observer: StepObserver<State<NumberArray>> = {},
): Solved {
  const pass = newPassStatistics();
  const stepSizes: Array<number> = [];
  const operations = plainOperations(problem, pass);
  const trajectory = runSync(
    integrate(problem, operations, { pass, stepSizes }, observer),
    backend,
  );
  return { ...trajectory, pass, stepSizes };
}

/** The numbers of a state of one leaf. */
export function valuesOf(state: State<NumberArray> | undefined): ReadonlyArray<number> {
  return state?.[0]?.values ?? [];
}
