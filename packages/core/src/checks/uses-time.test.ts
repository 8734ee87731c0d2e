import { expect, test } from "vitest";
import { usesTime } from "./uses-time.js";

const yes: ReadonlyArray<readonly [string, (t: number) => unknown]> = [
  ["arithmetic", (t) => 2 * t],
  ["a function of Math", (t) => Math.sin(t)],
  ["a comparison by size", (t) => (t > 1 ? 1 : 0)],
  ["an element of an array", (t) => Float64Array.of(t)],
  ["an element of a list that is converted later", (t) => Float64Array.from([1, t])],
  ["a key", (t) => ({ "0.5": 1 })[String(t) as "0.5"]],
  ["a method of numbers", (t) => t.toFixed(2)],
  ["a check of its class", (t) => (t as unknown) instanceof Float32Array],
  ["a look at its properties", (t) => Object.keys(t)],
  ["a filled array", (t) => new Float32Array(2).fill(t)],
  ["a check of its type", (t) => requireNumber(t)],
];

test.each(yes)("A function uses its time in %s.", (_, call) => {
  expect(usesTime(0.5, call)).toBe(true);
});

test("A function that passes its time on or ignores it does not use it.", () => {
  let calls = 0;
  const autonomous = (_t: number) => calls++;
  expect(usesTime(0.5, () => 1)).toBe(false);
  expect(usesTime(0.5, (t) => autonomous(t))).toBe(false);
  expect(calls).toBe(1);
});

test("The watched time has the value of the time.", () => {
  const seen: Array<number> = [];
  usesTime(0.25, (t) => seen.push(t * 2, Number(t)));
  expect(seen).toEqual([0.5, 0.25]);
});

function requireNumber(t: unknown): void {
  if (typeof t !== "number") throw new TypeError("no number");
}
