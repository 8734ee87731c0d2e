import { expect, test } from "vitest";
import { decay } from "../problems/decay.js";
import { accountingBackend } from "./accounting-backend.js";
import { accountingDynamics } from "./accounting-dynamics.js";
import { type DynamicsCall, watchedDynamics } from "./watched-dynamics.js";

test("The observer sees every use with its time, and results are unchanged.", () => {
  const backend = accountingBackend();
  const plain = accountingDynamics(backend, decay());
  const calls: Array<readonly [DynamicsCall, number]> = [];
  const dynamics = watchedDynamics(plain, (...call) => void calls.push(call));
  const y = [backend.array([1, 2, 3])];
  const values = ([leaf]: ReadonlyArray<(typeof y)[number]>) => leaf?.values;
  expect(values(dynamics.evaluate(0.5, y))).toEqual(values(plain.evaluate(0.5, y)));
  const record = dynamics.record(1, y);
  const expected = plain.pullback(1, y, y, [0]);
  expect(values(record.value)).toEqual(values(expected.value));
  expect(values(record.pullback(y, [0]).parameters)).toEqual(values(expected.parameters));
  expect(values(dynamics.pullback(2, y, y, []).y)).toEqual(values(expected.y));
  expect(calls).toEqual([
    ["evaluate", 0.5],
    ["record", 1],
    ["vjp", 1],
    ["pullback", 2],
  ]);
});

test("Errors of the observer propagate, and nothing leaks.", () => {
  const backend = accountingBackend();
  const dynamics = watchedDynamics(accountingDynamics(backend, decay()), () => {
    throw new RangeError("mine");
  });
  const y = [backend.array([1, 2, 3])];
  const before = backend.live();
  for (const use of [
    () => dynamics.evaluate(0, y),
    () => dynamics.record(0, y),
    () => dynamics.pullback(0, y, y, []),
  ])
    expect(use).toThrow(RangeError);
  expect(backend.live()).toBe(before);
});
