import { expect, it } from "vitest";
import { startOnly } from "./index.js";

it("startOnly stores the initial state and nothing else", () => {
  expect(startOnly.forward(0, [], undefined)).toEqual([{ type: "store", step: 0 }]);
  expect(startOnly.forward(1, [0], 9)).toEqual([]);
});

it("startOnly reverses all steps together", () => {
  expect([...startOnly.backward(5, [0])]).toEqual([
    { type: "restore", step: 0 },
    { type: "reverse", from: 0, to: 5 },
    { type: "drop", step: 0 },
  ]);
});

it("startOnly only empties the store when there is no step to reverse", () => {
  expect([...startOnly.backward(0, [])]).toEqual([]);
  expect([...startOnly.backward(0, [0])]).toEqual([{ type: "drop", step: 0 }]);
});
