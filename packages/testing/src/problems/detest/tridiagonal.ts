import type { TestFunction } from "../test-problem.js";

/** f_i = lower_i y_{i−1} + diagonal_i y_i + upper_i y_{i+1}, with its derivative. */
export function tridiagonal(
  lower: ReadonlyArray<number>,
  diagonal: ReadonlyArray<number>,
  upper: ReadonlyArray<number>,
): Pick<TestFunction, "evaluate" | "vjp"> {
  const n = diagonal.length;
  const at = (x: ReadonlyArray<number> | Float64Array, i: number): number => x[i] as number;
  return {
    evaluate(_t, y, _p, dy) {
      for (let i = 0; i < n; i++) {
        let sum = at(diagonal, i) * at(y, i);
        if (i > 0) sum += at(lower, i) * at(y, i - 1);
        if (i < n - 1) sum += at(upper, i) * at(y, i + 1);
        dy[i] = sum;
      }
    },
    vjp(_t, _y, _p, g, yBar) {
      for (let i = 0; i < n; i++) {
        let sum = at(diagonal, i) * at(g, i);
        if (i > 0) sum += at(upper, i - 1) * at(g, i - 1);
        if (i < n - 1) sum += at(lower, i + 1) * at(g, i + 1);
        yBar[i] = at(yBar, i) + sum;
      }
    },
  };
}
