import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryNetwork } from "./arbitrary-network.js";

test("Networks have dimensions 1 to 4, one to three layers, and some depend on time.", () => {
  const problems = fc.sample(arbitraryNetwork(), { seed: 42, numRuns: 200 });
  const layers = problems.map(({ name }) => name.split("-").length - 1);
  expect(new Set(layers)).toEqual(new Set([1, 2, 3]));
  expect(new Set(problems.map(({ y0 }) => y0.length))).toEqual(new Set([1, 2, 3, 4]));
  expect(new Set(problems.map((problem) => problem.timeDerivative !== undefined)).size).toBe(2);
});

test("Two networks do not share memory.", () => {
  const [a, b] = fc.sample(arbitraryNetwork(), { seed: 7, numRuns: 2 });
  const evaluated = () => {
    const out = new Float64Array(a?.y0.length ?? 0);
    a?.evaluate(0, a.y0, a.parameters, out);
    return out;
  };
  const before = evaluated();
  b?.evaluate(0, b.y0, b.parameters, new Float64Array(b.y0.length));
  expect(evaluated()).toEqual(before);
});
