import { describe, expect, test } from "vitest";
import { symplecticAdjoint } from "../../src/index.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { type Case, errorOf, gradientsOf } from "./support/compare-gradients.js";
import { complexOscillator, condition, reset, secondCondition } from "./support/event-problem.js";

const bounce = { condition, direction: -1, reset } as const;
const complexBounce = { condition: complexOscillator.condition, reset: complexOscillator.reset };
const note = { condition: secondCondition };
const complexNote = { condition: complexOscillator.secondCondition };

const cases: ReadonlyArray<readonly [string, Omit<Case, "method" | "adjoint">]> = [
  ["a reset", { times: [0.2, 1, 2, 3.1], events: [bounce], complexEvents: [complexBounce] }],
  ["noted events", { times: [0.2, 1, 2, 3.1], events: [note], complexEvents: [complexNote] }],
];

const methods = ["dopri5", "bosh3", "rk4"] as const;

describe.each(cases)("%s", (_, given) => {
  test.each(methods)("is computed as by a program written out (%s)", (method) => {
    const { solution, results } = gradientsOf({
      ...given,
      method,
      adjoint: symplecticAdjoint(),
      ...grid(method),
    });
    expect(close([...solution.ys], results.outputs.flat())).toBe(true);
    expect(
      close(
        solution.events?.t ?? [],
        results.events.map(({ t }) => t),
      ),
    ).toBe(true);
    expect(
      close(
        [...(solution.events?.states ?? [])],
        results.events.flatMap(({ state }) => state),
      ),
    ).toBe(true);
    expect(results.events.length).toBeGreaterThan(1);
  });

  test.each(
    methods.flatMap((method) =>
      exactAdjoints.map(([name, adjoint]) => [method, name, adjoint] as const),
    ),
  )("has exact gradients (%s, %s)", (method, _name, adjoint) => {
    const { pull, expected } = gradientsOf({ ...given, method, adjoint, ...grid(method) });
    expect(errorOf(pull(), expected)).toBeLessThan(1e-12);
  });
});

function grid(method: string) {
  return method === "rk4"
    ? { options: { grid: [0.2, 0.5, 0.8, 1, 1.3, 1.6, 2, 2.4, 2.8, 3.1] } }
    : {};
}

function close(
  values: ReadonlyArray<number>,
  expected: ReadonlyArray<{ readonly re: number }>,
): boolean {
  return (
    values.length === expected.length &&
    values.every((value, i) => Math.abs(value - (expected[i]?.re ?? Number.NaN)) < 1e-12)
  );
}
