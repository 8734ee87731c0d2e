import { expect, it } from "vitest";
import { startOnly } from "../index.js";

it("startOnly stores the initial state and nothing else", () => {
  expect(startOnly.forward({ step: 0, stored: [], total: undefined, bytes: 8 })).toEqual([
    { type: "store", step: 0 },
  ]);
  expect(startOnly.forward({ step: 1, stored: [0], total: 9, bytes: 8 })).toEqual([]);
});

it("startOnly reverses all steps together", () => {
  expect([...startOnly.backward({ total: 5, stored: [0], bytes: 8 })]).toEqual([
    { type: "restore", step: 0 },
    { type: "reverse", from: 0, to: 5 },
    { type: "drop", step: 0 },
  ]);
});

it("startOnly does nothing when there is no step to reverse", () => {
  expect([...startOnly.backward({ total: 0, stored: [], bytes: 8 })]).toEqual([]);
});
