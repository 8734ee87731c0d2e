import { describe, expect, it } from "vitest";
import { change, neededCheckpoints, nextChange } from "./needed-checkpoints.js";

describe("The checkpoints that an unknown number of steps needs", () => {
  const lists = (slots: number, most: number) =>
    Array.from({ length: most - slots }, (_, i) => {
      const step = slots + i;
      return { step, list: neededCheckpoints(step, slots) };
    });

  it("contain, after each step, nothing but the step itself and those before.", () => {
    for (let slots = 2; slots <= 9; slots++) {
      let before: ReadonlyArray<number> = Array.from({ length: slots }, (_, i) => i);
      for (const { step, list } of lists(slots, 1500)) {
        const known = new Set([...before, step]);
        expect(list.steps.length).toBeLessThanOrEqual(slots);
        expect(list.steps.filter((needed) => !known.has(needed))).toEqual([]);
        before = list.steps;
      }
    }
  });

  it("change when they say, and can be changed instead of made anew.", () => {
    for (let slots = 2; slots <= 9; slots++) {
      const kept = neededCheckpoints(slots, slots);
      let next = nextChange(kept);
      for (const { step, list } of lists(slots, 1500)) {
        if (list.end !== kept.end) break;
        if (step === next) {
          change(kept, step);
          next = nextChange(kept);
        }
        expect([kept.steps, kept.atFar]).toEqual([list.steps, list.atFar]);
      }
    }
  });

  it("are in steps of the binomial coefficients.", () => {
    // With r = 2 and four slots: C(5, 1) or C(6, 2), then C(4, 1) or C(5, 2), then C(3, 1) or C(4, 2).
    expect(neededCheckpoints(14, 4).steps).toEqual([0, 5, 9, 12]);
    expect(neededCheckpoints(15, 4).steps).toEqual([0, 15]);
    expect(neededCheckpoints(19, 4).steps).toEqual([0, 15, 19]);
    expect(neededCheckpoints(33, 4).steps).toEqual([0, 15, 25, 31]);
  });
});
