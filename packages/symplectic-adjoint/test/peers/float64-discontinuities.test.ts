import { describe, expect, test } from "vitest";
import { continuousAdjoint, symplecticAdjoint } from "../../src/index.js";
import { counted } from "../support/counted.js";
import { differentiate, solveProblem } from "../support/differentiate.js";
import { jumping } from "../support/jumping.js";
import { adaptiveMethods, methodNames } from "../support/method-names.js";

// After torchdiffeq's TestDiscontinuities.

describe.each([
  ["the symplectic adjoint", symplecticAdjoint()],
  ["the continuous adjoint", continuousAdjoint()],
])("With %s", (_, adjoint) => {
  test.each(adaptiveMethods)(
    "a declared jump takes fewer evaluations of %s than an undeclared one, in both directions.",
    (method) => {
      const count = (jumpT: ReadonlyArray<number>) => {
        const options = { method, atol: 1e-6, jumpT, adjoint };
        const { stats } = differentiate(jumping, [0, 1], Float64Array.of(0, 1), options).solution;
        return { forward: stats.forward.evaluations, backward: stats.backward.evaluations };
      };
      const [announced, met] = [count([0.5]), count([])];
      expect(announced.forward).toBeLessThan(met.forward);
      expect(announced.backward).toBeLessThan(met.backward);
    },
  );
});

describe.each(methodNames)("Fixed steps of %s of length ½", (method) => {
  const evaluationTimes = (jumpT: ReadonlyArray<number>, times = [0, 1]) => {
    const { problem, times: seen } = counted(jumping);
    solveProblem(problem, times, { method, stepSize: 0.5, jumpT });
    return seen;
  };

  test("evaluate f at 0 and at ½.", () => {
    expect(evaluationTimes([])).toEqual(expect.arrayContaining([0, 0.5]));
    expect(evaluationTimes([], [1, 0])).toEqual(expect.arrayContaining([1, 0.5]));
  });

  test("evaluate it only beside them if it jumps there.", () => {
    for (const times of [
      [0, 1],
      [1, 0],
    ]) {
      const seen = evaluationTimes([0, 0.5, 1], times);
      for (const time of [0, 0.5, 1]) expect(seen).not.toContain(time);
      const beside = seen.filter((time) => Math.abs(time - 0.5) < 1e-15);
      expect(beside.length).toBeGreaterThan(0);
    }
  });
});
