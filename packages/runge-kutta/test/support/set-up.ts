import type { StepProblem } from "@symplectic-adjoint/core";
import {
  type AccountingBackend,
  accountingBackend,
  accountingDynamics,
  type NumberArray,
  type TestFunction,
} from "@symplectic-adjoint/testing";

/** A problem on an accounting backend whose scalars are arrays, to see that they are freed once and not too early. */
export function setUp(func: TestFunction): {
  readonly backend: AccountingBackend;
  readonly problem: StepProblem<NumberArray>;
  /** The times at which f was evaluated. */
  readonly evaluatedAt: ReadonlyArray<number>;
} {
  const books = accountingBackend();
  const backend: AccountingBackend = {
    ...books,
    dot: (a, b) => books.array([books.dot(a, b) as number]),
  };
  const evaluatedAt: Array<number> = [];
  const dynamics = accountingDynamics(backend, func, evaluatedAt);
  const tolerances = { rtol: [1e-6], atol: [1e-6] };
  return { backend, problem: { backend, dynamics, tolerances, readsScalars: true }, evaluatedAt };
}
