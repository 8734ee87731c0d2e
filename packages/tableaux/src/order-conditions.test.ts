import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { rk4 } from "./methods/rk4.js";
import { orderConditions } from "./order-conditions.js";

describe("orderConditions", () => {
  it("contains one condition for each tree up to the order.", () => {
    expect(orderConditions(rk4, 5).map(({ tree }) => tree.order)).toEqual(
      [1, 2, 3, 4, 5].flatMap((n) => Array(([1, 1, 2, 4, 9] as const)[n - 1] as number).fill(n)),
    );
  });

  it("computes the weights of the sums in the textbook.", () => {
    // A method without any order, such that no two sums agree by chance.
    const method = { a: ["", "1/2", "1/3 1/5"], b: "1/7 2/7 3/7" };
    const weights = new Map(
      orderConditions(method, 4).map(({ tree, weight }) => [tree.notation, weight]),
    );
    const [c1, c2] = [1 / 2, 8 / 15];
    const near = (notation: string, sum: number) =>
      expect(weights.get(notation)).toBeCloseTo(sum, 15);
    near("τ", 6 / 7);
    near("[τ]", (2 / 7) * c1 + (3 / 7) * c2);
    near("[τ,τ]", (2 / 7) * c1 ** 2 + (3 / 7) * c2 ** 2);
    near("[[τ]]", (3 / 7) * (1 / 5) * c1);
    near("[τ,τ,τ]", (2 / 7) * c1 ** 3 + (3 / 7) * c2 ** 3);
    near("[[τ],τ]", (3 / 7) * c2 * (1 / 5) * c1);
    near("[[τ,τ]]", (3 / 7) * (1 / 5) * c1 ** 2);
    near("[[[τ]]]", 0);
  });

  it("has residuals of exactly zero if fractions fulfil a condition.", () => {
    expect(orderConditions(rk4, 4).every(({ residual }) => residual === 0)).toBe(true);
    const copy = orderConditions({ ...rk4 }, 4).map(({ residual }) => Math.abs(residual));
    expect(Math.max(...copy)).toBeGreaterThan(0);
    expect(Math.max(...copy)).toBeLessThan(1e-15);
  });

  it("accepts implicit methods, and rows as strings or numbers.", () => {
    const trapezoidal = orderConditions({ a: ["", [0.5, 0.5]], b: "1/2 1/2" }, 3);
    expect(trapezoidal.map(({ residual }) => residual)).toEqual([0, 0, 1 / 12, 1 / 6]);
  });

  it("rejects inconsistent coefficients and invalid orders.", () => {
    const reject = (a: ReadonlyArray<string>, order: number, message: RegExp) => {
      const call = () => orderConditions({ a, b: "0 1" }, order);
      expect(call).toThrow(InvalidArgumentError);
      expect(call).toThrow(message);
    };
    reject(["1/2"], 2, /^a must be a list of 2 rows/);
    reject(["", "1 2 3"], 2, /^a\[1\] contains more coefficients than b/);
    reject(["", "?"], 2, /^a\[1\]\[0\] is not a finite/);
    reject(["", "1/2"], 0, /^order must be/);
  });
});
