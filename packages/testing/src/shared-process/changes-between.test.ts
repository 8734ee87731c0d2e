import { expect, test } from "vitest";
import { changesBetween } from "./changes-between.js";

test("Added, removed and changed parts are named, with both values if they can be shown.", () => {
  const before = new Map<string, unknown>([
    ["tensors", 1],
    ["kernel Neg_cpu", {}],
    ["flag DEBUG", true],
    ["method runKernel", Math.sin],
  ]);
  const after = new Map<string, unknown>([
    ["tensors", 3],
    ["kernel Neg_cpu", {}],
    ["engine fake", {}],
    ["method runKernel", Math.sin],
  ]);
  expect(changesBetween(before, after)).toEqual([
    "tensors was 1 and is 3",
    "kernel Neg_cpu was replaced",
    "flag DEBUG is gone",
    "engine fake was added",
  ]);
});

test("An unchanged state has no changes, even with NaN.", () => {
  const state = new Map<string, unknown>([["number", Number.NaN]]);
  expect(changesBetween(state, new Map(state))).toEqual([]);
});
