import {
  type ButcherTableau,
  newPassStatistics,
  type PassStatistics,
  type Problem,
  type State,
} from "@symplectic-adjoint/core";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import {
  type NumberArray,
  type ProblemSetup,
  setUpProblem,
  smallTableaux,
  type TestProblem,
} from "@symplectic-adjoint/testing";
import { integrate, type Trajectory } from "../../src/loop/integrate.js";
import type { StepObserver } from "../../src/loop/step-observer.js";
import { runSync } from "../../src/reading/run-sync.js";
import { plainOperations } from "../../src/step/plain-operations.js";

export type Setup = ProblemSetup;

/** What a test says of its problem: a tableau stands for its method. */
export interface SetupOptions extends Partial<Problem<NumberArray>> {
  readonly tableau?: ButcherTableau;
}

/** A test problem with everything that decides its discretisation: rk4 in steps of 1/4, unless said otherwise. */
export function setUp(func: TestProblem, options: SetupOptions = {}): Setup {
  const { tableau = smallTableaux.rk4, ...problem } = options;
  return setUpProblem(func, explicitRungeKutta(tableau), problem);
}

/** A finished integration and its counts. */
export interface Solved extends Trajectory<NumberArray> {
  readonly pass: PassStatistics;
  readonly stepSizes: ReadonlyArray<number>;
}

/** Integrates over bare states, synchronously. */
export function solve(
  { backend, problem }: Setup,
  observer: StepObserver<State<NumberArray>, NumberArray> = {},
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
