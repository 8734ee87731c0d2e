import { referenceValues } from "../../data/reference-values.js";
import { defineProblem, type Family } from "../define-problem.js";
import type { TestProblem } from "../test-problem.js";

/** One of the problems: no parameters, t from 0 to 20. */
export interface DetestFamily extends Omit<Family, "defaults" | "key"> {
  readonly y0: ArrayLike<number>;
  /** The solution from y0 at t = 0. */
  solution?(t: number): ArrayLike<number>;
  /** y(20), if neither a solution nor a reference value is known. */
  readonly end?: ReadonlyArray<number>;
}

/** Creates a problem of DETEST; its end value comes from the reference values, otherwise from the solution. */
export function defineDetest(family: DetestFamily): TestProblem {
  const { y0, end, ...rest } = family;
  const problem = defineProblem({ ...rest, defaults: { t0: 0, t1: 20, y0, parameters: [] } });
  const exact = problem.exact?.(20);
  const known = referenceValues.detest[family.name]?.y ?? end ?? (exact && Array.from(exact));
  return { ...problem, endValue: known };
}
