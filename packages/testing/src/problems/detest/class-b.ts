import type { TestProblem } from "../test-problem.js";
import type { Vec } from "../vec.js";
import { defineDetest } from "./define-detest.js";
import { tridiagonal } from "./tridiagonal.js";

type Pair = Vec<0 | 1>;
type Triple = Vec<0 | 1 | 2>;

/** DETEST B: small systems. */
export const classB: ReadonlyArray<() => TestProblem> = [b1, b2, b3, b4, b5];

/** The growth of two conflicting populations. */
function b1(): TestProblem {
  return defineDetest({
    name: "B1",
    y0: [1, 3],
    evaluate(_t: number, y: Pair, _p, dy: Pair) {
      dy[0] = 2 * (y[0] - y[0] * y[1]);
      dy[1] = y[0] * y[1] - y[1];
    },
    vjp(_t: number, y: Pair, _p, g: Pair, yBar: Pair) {
      yBar[0] += 2 * (1 - y[1]) * g[0] + y[1] * g[1];
      yBar[1] += (y[0] - 1) * g[1] - 2 * y[0] * g[0];
    },
  });
}

/** A linear chemical reaction. */
function b2(): TestProblem {
  const once = (t: number): number => Math.exp(-t) / 2;
  return defineDetest({
    name: "B2",
    y0: [2, 0, 1],
    ...tridiagonal([0, 1, 1], [-1, -2, -1], [1, 1, 0]),
    solution: (t) => [
      1 + once(t) + Math.exp(-3 * t) / 2,
      1 - Math.exp(-3 * t),
      1 - once(t) + Math.exp(-3 * t) / 2,
    ],
  });
}

/** A nonlinear chemical reaction. */
function b3(): TestProblem {
  return defineDetest({
    name: "B3",
    y0: [1, 0, 0],
    evaluate(_t: number, y: Triple, _p, dy: Triple) {
      const square = y[1] * y[1];
      dy[0] = -y[0];
      dy[1] = y[0] - square;
      dy[2] = square;
    },
    vjp(_t: number, y: Triple, _p, g: Triple, yBar: Triple) {
      yBar[0] += g[1] - g[0];
      yBar[1] += 2 * y[1] * (g[2] - g[1]);
    },
  });
}

/** The integral surface of a torus. */
function b4(): TestProblem {
  return defineDetest({
    name: "B4",
    y0: [3, 0, 0],
    evaluate(_t: number, y: Triple, _p, dy: Triple) {
      const r = Math.sqrt(y[0] * y[0] + y[1] * y[1]);
      dy[0] = -y[1] - (y[0] * y[2]) / r;
      dy[1] = y[0] - (y[1] * y[2]) / r;
      dy[2] = y[0] / r;
    },
    vjp(_t: number, y: Triple, _p, g: Triple, yBar: Triple) {
      const r = Math.sqrt(y[0] * y[0] + y[1] * y[1]);
      // u = y0/r and v = y1/r are the direction; f = (−y1 − u y2, y0 − v y2, u).
      const u = y[0] / r;
      const v = y[1] / r;
      const uBar = g[2] - y[2] * g[0];
      const vBar = -y[2] * g[1];
      yBar[0] += g[1] + (v * (v * uBar - u * vBar)) / r;
      yBar[1] += (u * (u * vBar - v * uBar)) / r - g[0];
      yBar[2] -= u * g[0] + v * g[1];
    },
  });
}

/** Euler's equations of a rigid body without external forces. */
function b5(): TestProblem {
  return defineDetest({
    name: "B5",
    y0: [0, 1, 1],
    evaluate(_t: number, y: Triple, _p, dy: Triple) {
      dy[0] = y[1] * y[2];
      dy[1] = -y[0] * y[2];
      dy[2] = -0.51 * y[0] * y[1];
    },
    vjp(_t: number, y: Triple, _p, g: Triple, yBar: Triple) {
      yBar[0] -= y[2] * g[1] + 0.51 * y[1] * g[2];
      yBar[1] += y[2] * g[0] - 0.51 * y[0] * g[2];
      yBar[2] += y[1] * g[0] - y[0] * g[1];
    },
  });
}
