import { expect, it } from "vitest";
import { everyStep } from "./index.js";

it("everyStep stores each step before it is taken", () => {
  expect(everyStep.forward(5, [0, 1, 2, 3, 4], undefined)).toEqual([{ type: "store", step: 5 }]);
});

it("everyStep restores, reverses and drops one step after the other, the last one first", () => {
  expect([...everyStep.backward(2, [0, 1])]).toEqual([
    { type: "restore", step: 1 },
    { type: "reverse", from: 1, to: 2 },
    { type: "drop", step: 1 },
    { type: "restore", step: 0 },
    { type: "reverse", from: 0, to: 1 },
    { type: "drop", step: 0 },
  ]);
});

it("everyStep only empties the store when there is no step to reverse", () => {
  expect([...everyStep.backward(0, [])]).toEqual([]);
  expect([...everyStep.backward(0, [0])]).toEqual([{ type: "drop", step: 0 }]);
});

it("everyStep first drops checkpoints of steps that were not completed", () => {
  const [first] = everyStep.backward(1, [0, 1]);
  expect(first).toEqual({ type: "drop", step: 1 });
});
