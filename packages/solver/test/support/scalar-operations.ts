import type { StepOperations } from "../../src/step/step-operations.js";

/** Where f was evaluated. */
export interface Evaluation {
  readonly t: number;
  readonly y: number;
}

/** Steps over bare numbers, for tests of formulas. */
export function scalarOperations(f: (t: number, y: number) => number): {
  readonly operations: StepOperations<number, number>;
  readonly evaluations: Array<Evaluation>;
} {
  const evaluations: Array<Evaluation> = [];
  const operations: StepOperations<number, number> = {
    begin: ([y0]) => y0 as number,
    evaluate(t, y) {
      evaluations.push({ t, y });
      return f(t, y);
    },
    linearCombination: (base, scale, weights, terms) =>
      base +
      scale *
        weights.reduce(
          (sum, weight, j) => (weight === 0 ? sum : sum + weight * (terms[j] as number)),
          0,
        ),
    stateOf: (value) => [value],
    statesOf: (values) => values.map((value) => [value]),
    mark: () => 0,
    rollback: () => {},
  };
  return { operations, evaluations };
}
