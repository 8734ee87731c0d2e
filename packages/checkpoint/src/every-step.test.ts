import { expect, it } from "vitest";
import { everyStep } from "./index.js";

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

it("everyStep only empties the store when there is no step to reverse", () => {
  expect([...everyStep.backward({ total: 0, stored: [], bytes: 8 })]).toEqual([]);
  expect([...everyStep.backward({ total: 0, stored: [0], bytes: 8 })]).toEqual([
    { type: "drop", step: 0 },
  ]);
});

it("everyStep first drops checkpoints of steps that were not completed", () => {
  const [first] = everyStep.backward({ total: 1, stored: [0, 1], bytes: 8 });
  expect(first).toEqual({ type: "drop", step: 1 });
});
