import { runSync } from "@symplectic-adjoint/solver";
import {
  lotkaVolterra,
  maxRelativeError,
  plainGradient,
  smallTableaux,
  stepsBetween,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  backpropagation,
  checkpointPerStep,
  oneCheckpoint,
  symplecticAdjoint,
} from "../src/index.js";
import { accountingProblem } from "./support.js";

const times = [0, 0.1, 0.25, 0.3, 0.5];
const adjoints = [backpropagation(), oneCheckpoint(), checkpointPerStep(), symplecticAdjoint()];

describe.each(adjoints)("$name", (adjoint) => {
  test.each(Object.values(smallTableaux))(
    "is exact, repeatable and frees all it made: $name",
    (tableau) => {
      const source = lotkaVolterra();
      const { backend, problem } = accountingProblem(source, tableau, times);
      const before = backend.live();
      const pass = runSync(adjoint.solve(problem, "repeatable"), backend);
      for (const output of pass.outputs) backend.release(output);
      const rows = times.map((_, i) => (i % 2 === 0 ? [backend.array([1 + i, 2 - i])] : undefined));
      const gradients = [1, 2].map(() => runSync(pass.pullback(rows, [0]), backend));
      const cotangents = times.map((_, i) =>
        i % 2 === 0 ? Float64Array.of(1 + i, 2 - i) : undefined,
      );
      const expected = plainGradient(source, tableau, stepsBetween(times), cotangents);
      for (const { y0, parameters } of gradients) {
        expect(maxRelativeError(backend.toHostSync(y0[0] as never), expected.y0)).toBeLessThan(
          1e-13,
        );
        expect(
          maxRelativeError(backend.toHostSync(parameters[0] as never), expected.parameters),
        ).toBeLessThan(1e-13);
        backend.release([...y0, ...parameters]);
      }
      pass.release();
      for (const row of rows) if (row !== undefined) backend.release(row);
      expect(backend.live()).toBe(before);
    },
  );

  test("frees all it made whichever evaluation throws.", () => {
    let failed = 0;
    for (let failAt = 1; failAt < 60; failAt++) {
      const { backend, problem } = accountingProblem(
        lotkaVolterra(),
        smallTableaux.rk4,
        times,
        failAt,
      );
      const row = [backend.array([1, 1])];
      const rows = times.map(() => row);
      const before = backend.live();
      try {
        const pass = runSync(adjoint.solve(problem, "repeatable"), backend);
        for (const output of pass.outputs) backend.release(output);
        try {
          const { y0, parameters } = runSync(pass.pullback(rows, [0]), backend);
          backend.release([...y0, ...parameters]);
        } finally {
          pass.release();
        }
      } catch (error) {
        expect(String(error)).toContain("on purpose");
        failed++;
      }
      expect(backend.live(), `evaluation ${failAt}`).toBe(before);
    }
    expect(failed).toBeGreaterThanOrEqual(16);
  });
});
