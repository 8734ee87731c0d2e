import type { TestProblem } from "../test-problem.js";
import type { Vec } from "../vec.js";
import { defineDetest } from "./define-detest.js";

type Pair = Vec<0 | 1>;
type Formula = (t: number, x: number, v: number) => number;

/** DETEST E: equations of second order. */
export const classE: ReadonlyArray<() => TestProblem> = [e1, e2, e3, e4, e5];

/** x' = v, v' = a(t, x, v), with the partial derivatives of a; undefined ones are zero. */
function secondOrder(
  name: string,
  y0: ReadonlyArray<number>,
  formulas: {
    readonly a: Formula;
    readonly byX?: Formula;
    readonly byV?: Formula;
    readonly byT?: Formula;
  },
  known: { solution?: (t: number) => ReadonlyArray<number>; end?: ReadonlyArray<number> } = {},
): TestProblem {
  const { a, byX, byV, byT } = formulas;
  return defineDetest({
    name,
    y0,
    evaluate(t: number, y: Pair, _p, dy: Pair) {
      dy[0] = y[1];
      dy[1] = a(t, y[0], y[1]);
    },
    vjp(t: number, y: Pair, _p, g: Pair, yBar: Pair) {
      yBar[1] += g[0];
      if (byX) yBar[0] += byX(t, y[0], y[1]) * g[1];
      if (byV) yBar[1] += byV(t, y[0], y[1]) * g[1];
    },
    ...(byT && {
      timeDerivative(t: number, y: Pair, _p: Float64Array, out: Pair): void {
        out[0] = 0;
        out[1] = byT(t, y[0], y[1]);
      },
    }),
    ...known,
  });
}

/** Bessel's equation of order 1/2, with z = t + 1: the solution is √(2/(πz)) sin z. */
function e1(): TestProblem {
  const solution = (t: number): ReadonlyArray<number> => {
    const z = t + 1;
    const scale = Math.sqrt(2 / (Math.PI * z));
    return [scale * Math.sin(z), scale * (Math.cos(z) - Math.sin(z) / (2 * z))];
  };
  const formulas = {
    a: (t: number, x: number, v: number) => -(v / (t + 1) + (1 - 0.25 / (t + 1) ** 2) * x),
    byX: (t: number) => 0.25 / (t + 1) ** 2 - 1,
    byV: (t: number) => -1 / (t + 1),
    byT: (t: number, x: number, v: number) => v / (t + 1) ** 2 - (0.5 * x) / (t + 1) ** 3,
  };
  return secondOrder("E1", solution(0), formulas, { solution });
}

/** Van der Pol's equation. */
function e2(): TestProblem {
  return secondOrder("E2", [2, 0], {
    a: (_t, x, v) => (1 - x * x) * v - x,
    byX: (_t, x, v) => -2 * x * v - 1,
    byV: (_t, x) => 1 - x * x,
  });
}

/** Duffing's equation. Its end value was computed by GBS extrapolation with 160 bits. */
function e3(): TestProblem {
  const omega = 2.78535;
  const formulas = {
    a: (t: number, x: number) => (x * x * x) / 6 - x + 2 * Math.sin(omega * t),
    byX: (_t: number, x: number) => (x * x) / 2 - 1,
    byT: (t: number) => 2 * omega * Math.cos(omega * t),
  };
  return secondOrder("E3", [0, 0], formulas, { end: [-0.10041788586472507, 0.2411400132095934] });
}

/** A body falling in a resisting medium; a constant of 0.32, as torchdiffeq has it, is not the paper's. */
function e4(): TestProblem {
  const limit = Math.sqrt(0.08);
  const formulas = {
    a: (_t: number, _x: number, v: number) => 0.032 - 0.4 * v * v,
    byV: (_t: number, _x: number, v: number) => -0.8 * v,
  };
  const solution = (t: number): ReadonlyArray<number> => [
    30 + 2.5 * Math.log(Math.cosh(0.4 * limit * t)),
    limit * Math.tanh(0.4 * limit * t),
  ];
  return secondOrder("E4", [30, 0], formulas, { solution });
}

/** The curve of pursuit. */
function e5(): TestProblem {
  const formulas = {
    a: (t: number, _x: number, v: number) => Math.sqrt(1 + v * v) / (25 - t),
    byV: (t: number, _x: number, v: number) => v / (Math.sqrt(1 + v * v) * (25 - t)),
    byT: (t: number, _x: number, v: number) => Math.sqrt(1 + v * v) / (25 - t) ** 2,
  };
  const solution = (t: number): ReadonlyArray<number> => {
    const rest = (25 - t) / 25;
    return [12.5 * (-Math.log(rest) - (1 - rest * rest) / 2), (1 / rest - rest) / 2];
  };
  return secondOrder("E5", [0, 0], formulas, { solution });
}
