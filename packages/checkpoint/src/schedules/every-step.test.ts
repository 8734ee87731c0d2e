import { expect, it } from "vitest";
import { everyStep } from "../index.js";

it("everyStep stores each step before it is taken", () => {
  expect(
    everyStep.forward({ step: 5, stored: [0, 1, 2, 3, 4], total: undefined, bytes: 8 }),
  ).toEqual([{ type: "store", step: 5 }]);
});

it("everyStep restores, reverses and drops one step after the other, the last one first", () => {
  expect([...everyStep.backward({ total: 2, stored: [0, 1], bytes: 8 })]).toEqual([
    { type: "restore", step: 1 },
    { type: "reverse", from: 1, to: 2 },
    { type: "drop", step: 1 },
    { type: "restore", step: 0 },
    { type: "reverse", from: 0, to: 1 },
    { type: "drop", step: 0 },
  ]);
});

it("everyStep does nothing when there is no step to reverse", () => {
  expect([...everyStep.backward({ total: 0, stored: [], bytes: 8 })]).toEqual([]);
});
