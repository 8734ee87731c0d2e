import type { TestProblem } from "../test-problem.js";
import type { Vec } from "../vec.js";
import { defineDetest } from "./define-detest.js";

type Scalar = Vec<0>;
type Formula = (t: number, y: number) => number;

/** DETEST A: single equations. */
export const classA: ReadonlyArray<() => TestProblem> = [a1, a2, a3, a4, a5];

/** A scalar problem from f and its partial derivatives. */
function scalar(
  name: string,
  start: number,
  formulas: {
    readonly f: Formula;
    readonly byY: Formula;
    readonly byT?: Formula;
    readonly solution?: (t: number) => number;
  },
): TestProblem {
  const { f, byY, byT, solution } = formulas;
  return defineDetest({
    name,
    y0: [start],
    evaluate(t: number, y: Scalar, _p, dy: Scalar) {
      dy[0] = f(t, y[0]);
    },
    vjp(t: number, y: Scalar, _p, g: Scalar, yBar: Scalar) {
      yBar[0] += byY(t, y[0]) * g[0];
    },
    ...(byT && {
      timeDerivative(t: number, y: Scalar, _p: Float64Array, out: Scalar): void {
        out[0] = byT(t, y[0]);
      },
    }),
    ...(solution && { solution: (t: number) => [solution(t)] }),
  });
}

/** Exponential decay. */
function a1(): TestProblem {
  return scalar("A1", 1, { f: (_t, y) => -y, byY: () => -1, solution: (t) => Math.exp(-t) });
}

/** A special case of Riccati's equation. */
function a2(): TestProblem {
  return scalar("A2", 1, {
    f: (_t, y) => -(y * y * y) / 2,
    byY: (_t, y) => -1.5 * y * y,
    solution: (t) => 1 / Math.sqrt(1 + t),
  });
}

/** An oscillation. */
function a3(): TestProblem {
  return scalar("A3", 1, {
    f: (t, y) => y * Math.cos(t),
    byY: (t) => Math.cos(t),
    byT: (t, y) => -y * Math.sin(t),
    solution: (t) => Math.exp(Math.sin(t)),
  });
}

/** A logistic curve. */
function a4(): TestProblem {
  return scalar("A4", 1, {
    f: (_t, y) => (y / 4) * (1 - y / 20),
    byY: (_t, y) => 0.25 - y / 40,
    solution: (t) => 20 / (1 + 19 * Math.exp(-t / 4)),
  });
}

/** A spiral. */
function a5(): TestProblem {
  return scalar("A5", 4, {
    f: (t, y) => (y - t) / (y + t),
    byY: (t, y) => (2 * t) / (y + t) ** 2,
    byT: (t, y) => (-2 * y) / (y + t) ** 2,
  });
}
