import { decay, lotkaVolterra } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { tableaux } from "../../src/index.js";
import { counted } from "../support/counted.js";
import { solveProblem } from "../support/differentiate.js";

// The PyTorch reference makes evaluations that are not needed: its error weights of fehlberg2 are wrong, and it evaluates f
// twice at one point.

describe("The error weights of fehlberg2", () => {
  const { fehlberg2 } = tableaux;
  const problem = decay({ y0: [1], parameters: [-1] });
  const run = (method: typeof fehlberg2) => {
    const { ys, stats } = solveProblem(problem, [0, 1], { method, rtol: 1e-5, atol: 1e-5 });
    return { error: Math.abs((ys[1] as number) - Math.exp(-1)), ...stats.forward };
  };

  test("are b − b̂, so that y' = −y to 1e-5 takes 13 steps and 40 evaluations.", () => {
    expect(fehlberg2.error).toEqual([-1 / 512, 0, 1 / 512]);
    const { error, accepted, rejected, evaluations } = run(fehlberg2);
    expect([accepted, rejected]).toEqual([13, 0]);
    expect(evaluations).toBe(1 + 3 * accepted);
    expect(error).toBeLessThan(1e-3);
  });

  test("are not b̂, with which it would take three thousand times as many, and is refused.", () => {
    expect(() => run({ ...fehlberg2, error: [1 / 256, 255 / 256, 0] })).toThrow(
      /^method must be a Butcher tableau, but its error sums to 1 instead of 0/,
    );
  });
});

describe("No evaluation is repeated", () => {
  const problem = lotkaVolterra();

  test("at a rejected attempt of Heun's method, whose k_1 is kept.", () => {
    const { problem: counting, times } = counted(problem);
    const rejected: Array<number> = [];
    solveProblem(counting, [0, 10], {
      method: "adaptiveHeun",
      rtol: 1e-3,
      atol: 1e-3,
      firstStep: 1,
      onStep: ({ accepted, t }) => {
        if (!accepted) rejected.push(t);
      },
    });
    expect(rejected.length).toBeGreaterThan(3);
    for (const t of rejected) expect(times.filter((at) => at === t)).toHaveLength(1);
  });

  test("in all of a run: no two evaluations are at the same time and state.", () => {
    for (const method of ["adaptiveHeun", "fehlberg2", "bosh3", "dopri5", "dopri8"] as const) {
      const seen = new Set<string>();
      let evaluations = 0;
      const watching = {
        ...problem,
        evaluate(...all: Parameters<typeof problem.evaluate>) {
          evaluations++;
          seen.add(`${all[0]}: ${all[1]}`);
          problem.evaluate(...all);
        },
      };
      solveProblem(watching, [0, 5, 10], { method, rtol: 1e-3, atol: 1e-3 });
      expect(seen.size).toBe(evaluations);
    }
  });
});
