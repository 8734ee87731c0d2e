import { tableaux } from "symplectic-adjoint";
import type { Benchmark, Report } from "../benchmark.js";
import type { Table } from "../report/table.js";
import { type StrategyName, strategies } from "../strategies.js";
import { type CountedSolve, countSolve, type Pass } from "./count-solve.js";
import type { MethodName } from "./counted-run.js";

/** Evaluations and VJPs of every method under every strategy, compared with the formulas. */
export const evaluations: Benchmark = {
  question: "How many evaluations of f and vector–Jacobian products does each gradient cost?",
  run,
};

function run(): Report {
  const solves = Object.keys(tableaux).flatMap((method) =>
    Object.keys(strategies).map((strategy) =>
      countSolve(method as MethodName, strategy as StrategyName),
    ),
  );
  return { figures: solves, tables: [table(solves)], failures: solves.flatMap(failuresOf) };
}

function table(solves: ReadonlyArray<CountedSolve>): Table {
  return {
    title:
      "Lotka–Volterra, T = 10, four outputs, float64; fixed steps of 0.005, or rtol = atol = 1e-4",
    head: [
      "method",
      "strategy",
      "N + R",
      "forward",
      "= formula",
      "per step",
      "backward",
      "= formula",
      "per step",
      "VJPs",
      "per step",
    ],
    rows: solves.map(({ method, strategy, forward, backward }) => {
      const steps = forward.statistics.accepted;
      return [
        method,
        strategy,
        `${steps} + ${forward.statistics.rejected}`,
        forward.counted.evaluations,
        formulaOf(forward),
        perStep(forward.counted.evaluations, steps),
        backward.counted.evaluations,
        formulaOf(backward),
        perStep(backward.counted.evaluations, steps),
        backward.counted.vjps,
        perStep(backward.counted.vjps, steps),
      ];
    }),
    notes: [
      "N accepted and R rejected steps, N′ and R′ those of the continuous adjoint's own integration. Evaluations include the",
      "recorded ones; per step means per accepted step. ✓: the calls, counted at the backend and in",
      "the user's function, and the solution's statistics equal the formulas: evaluations, recorded ones and VJPs.",
    ],
  };
}

function formulaOf({ expected, agrees }: Pass): string {
  return `${expected.formula} ${agrees ? "✓" : "✗"}`;
}

function perStep(count: number, steps: number): number {
  return Number((count / steps).toFixed(2));
}

function failuresOf({ method, strategy, forward, backward }: CountedSolve): Array<string> {
  const found: Array<string> = [];
  for (const [direction, pass] of Object.entries({ forward, backward })) {
    if (pass.agrees) continue;
    found.push(`${method}, ${strategy}, ${direction}: ${JSON.stringify(pass)}`);
  }
  return found;
}
