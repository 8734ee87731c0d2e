import { afterAll, expect } from "vitest";
import { changesBetween } from "./changes-between.js";
import { processState } from "./process-state.js";

// A setup file of Vitest, for projects whose files share a process: a file that leaves the global state changed fails,
// since it could make a later one fail, or pass.
const before = processState();

afterAll(() => {
  expect(changesBetween(before, processState()), "global state that this file left").toEqual([]);
});
