import { afterEach, expect, test } from "vitest";
import { changesBetween } from "./changes-between.js";
import { processState } from "./process-state.js";

const { random } = Math;
afterEach(() => {
  Math.random = random;
  Reflect.deleteProperty(globalThis, "leftBehind");
  Reflect.deleteProperty(process.env, "LEFT_BEHIND");
});

test("Changes of globals and of the environment are detected.", () => {
  const before = processState();
  expect(changesBetween(before, processState())).toEqual([]);
  Math.random = () => 0.5;
  Object.assign(globalThis, { leftBehind: 1 });
  process.env.LEFT_BEHIND = "1";
  expect(changesBetween(before, processState())).toEqual([
    "Math.random was replaced",
    "globalThis.leftBehind was added",
    "process.env.LEFT_BEHIND was added",
  ]);
});
