import { afterAll, expect } from "vitest";
import { changesBetween } from "./changes-between.js";
import { processState } from "./process-state.js";

// A setup file of Vitest for projects whose files share a process: a file fails if it leaves the global state changed,
// because a later file could then fail, or pass, for that reason.
const before = processState();

afterAll(() => {
  expect(changesBetween(before, processState()), "global state that this file left").toEqual([]);
});
