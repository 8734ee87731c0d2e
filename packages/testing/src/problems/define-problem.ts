import { referenceValues } from "../data/reference-values.js";
import type { ProblemOptions, TestFunction, TestProblem } from "./test-problem.js";

/** Definition of a family of problems. */
export interface Family extends Omit<TestFunction, "parameters"> {
  readonly name: string;
  /** Its name among the reference values. */
  readonly key?: string;
  readonly defaults: Required<ProblemOptions>;
  /** The solution through (t0, y0) at time t. */
  solution?(t: number, problem: TestProblem): ArrayLike<number>;
}

/** Creates a problem of a family: new arrays, and the reference values if known for exactly these data. */
export function defineProblem(family: Family, options: ProblemOptions = {}): TestProblem {
  const { name, key, defaults, solution, ...functions } = family;
  const { t0, t1, y0, parameters } = { ...defaults, ...options };
  const { timeDerivative } = functions;
  const problem: TestProblem = {
    ...functions,
    ...(timeDerivative !== undefined && { timeVjp: timeVjp(timeDerivative) }),
    name,
    t0,
    t1,
    y0: Float64Array.from(y0),
    parameters: Float64Array.from(parameters),
  };
  const known = key === undefined ? {} : knownAnswers(key, problem);
  if (solution === undefined) return { ...problem, ...known };
  return { ...problem, ...known, exact: (t) => Float64Array.from(solution(t, problem)) };
}

function timeVjp(
  derivative: Required<TestFunction>["timeDerivative"],
): Required<TestFunction>["timeVjp"] {
  return (t, y, parameters, cotangent) => {
    const rate = new Float64Array(y.length);
    derivative(t, y, parameters, rate);
    return cotangent.reduce((sum, g, i) => sum + g * (rate[i] as number), 0);
  };
}

function knownAnswers(
  key: string,
  problem: TestProblem,
): Pick<TestProblem, "endValue" | "reference"> {
  for (const [name, known] of Object.entries(referenceValues.gradients)) {
    const same =
      name.startsWith(key) &&
      known.t0 === problem.t0 &&
      known.t1 === problem.t1 &&
      equal(known.y0, problem.y0) &&
      equal(known.p, problem.parameters);
    if (!same) continue;
    const gradient = {
      y0: known.dL_dy0,
      parameters: known.dL_dp,
      t0: known.dL_dt0,
      t1: known.dL_dt1,
    };
    return { endValue: known.y, reference: { loss: known.loss, gradient } };
  }
  return {};
}

function equal(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, i) => value === b[i]);
}
