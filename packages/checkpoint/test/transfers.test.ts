import { expect, it } from "vitest";
import { multiLevel, simulateSchedule } from "../src/index.js";

/**
 * The least cost of recomputed steps and of transfers to and from a slower store, by a recursion over the places of both
 * stores (Herrmann & Pallez 2020), after a forward pass whose steps cost nothing.
 */
function leastCost(price: number): (steps: number, near: number, far: number) => number {
  const memo = new Map<string, number>();
  const remembered = (key: string, of: () => number): number => {
    const known = memo.get(key);
    if (known !== undefined) return known;
    const made = of();
    memo.set(key, made);
    return made;
  };
  // From a checkpoint at a level, with places for more of them; a sweep starts with the state of this checkpoint.
  const from = (l: number, near: number, far: number, level: number, sweeps: boolean): number => {
    if (l === 0) return 0;
    if (l === 1) return sweeps ? 0 : level * price;
    return remembered(`${l} ${near} ${far} ${level} ${sweeps}`, () => {
      const read = level * price;
      let best = sweeps
        ? (l * (l - 1)) / 2 + (l - 1) * read
        : read + from(l, near, far, level, true);
      for (let k = 1; k < l; k++) {
        const rest = (sweeps ? k : 0) + read + from(k, near, far, level, true);
        if (near > 0) best = Math.min(best, rest + from(l - k, near - 1, far, 0, sweeps));
        if (far > 0) best = Math.min(best, rest + price + from(l - k, near, far - 1, 1, sweeps));
      }
      return best;
    });
  };
  return (steps, near, far) =>
    Math.min(from(steps, near - 1, far, 0, false), price + from(steps, near, far - 1, 1, false));
}

const places = [
  [1, 1],
  [1, 3],
  [3, 1],
  [2, 4],
  [4, 4],
  [3, 6],
] as const;

it.each([
  [0, 1],
  [0.25, 1.2],
  [0.5, 4 / 3],
])(
  "If a transfer costs %s steps, multiLevel costs at most %s times the optimum.",
  (price, most) => {
    const optimum = leastCost(price);
    const ratios: Array<number> = [];
    for (const [near, far] of places) {
      for (let steps = 1; steps <= 60; steps++) {
        const { recomputed, byLevel } = simulateSchedule(multiLevel({ near, far }), steps);
        const { reads, writes } = byLevel[1] ?? { reads: 0, writes: 0 };
        const cost = recomputed + price * (reads + writes);
        const least = optimum(steps, near, far);
        expect(cost).toBeGreaterThanOrEqual(least);
        if (least > 0) ratios.push(cost / least);
      }
    }
    expect(Math.max(...ratios)).toBeLessThanOrEqual(most);
  },
);
