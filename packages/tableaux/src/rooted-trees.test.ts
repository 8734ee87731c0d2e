import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { rootedTrees } from "./rooted-trees.js";

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
const orders = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const total = (terms: ReadonlyArray<number>) => terms.reduce((x, y) => x + y, 0);

describe("rootedTrees", () => {
  it("returns 1, 1, 2, 4, 9, 20, 48, 115, 286, 719 trees.", () => {
    expect(orders.map((n) => rootedTrees(n).length)).toEqual([
      1, 1, 2, 4, 9, 20, 48, 115, 286, 719,
    ]);
  });

  it("lists the trees of order 4 with their densities and symmetries.", () => {
    const described = rootedTrees(4).map((t) => [t.notation, t.density, t.symmetry]);
    expect(new Set(described.map(String))).toEqual(
      new Set(["[[[τ]]],24,1", "[[τ,τ]],12,2", "[[τ],τ],8,1", "[τ,τ,τ],4,6"]),
    );
  });

  it("lists no tree twice.", () => {
    const notations = orders.flatMap((n) => rootedTrees(n).map((tree) => tree.notation));
    expect(new Set(notations).size).toBe(notations.length);
  });

  // n!/σ counts the labellings of a tree, and n!/(σγ) those that increase away from the root.
  it.each(orders)("agrees with Cayley's n^(n−1) labelled rooted trees at order %i.", (n) => {
    const labellings = rootedTrees(n).map((tree) => factorial(n) / tree.symmetry);
    expect(total(labellings)).toBe(n ** (n - 1));
  });

  it.each(orders)("agrees with the (n−1)! increasing trees at order %i.", (n) => {
    const increasing = rootedTrees(n).map((t) => factorial(n) / (t.symmetry * t.density));
    expect(total(increasing)).toBeCloseTo(factorial(n - 1), 6);
  });

  it.each([0, -1, 1.5, 16, Number.NaN])("rejects the order %d.", (order) => {
    expect(() => rootedTrees(order)).toThrow(InvalidArgumentError);
    expect(() => rootedTrees(order)).toThrow(/^order must be an integer from 1 to 15/);
  });
});
