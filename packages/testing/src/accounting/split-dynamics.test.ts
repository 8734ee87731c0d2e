import { expect, test } from "vitest";
import { lotkaVolterra } from "../problems/lotka-volterra.js";
import { accountingBackend } from "./accounting-backend.js";
import { accountingDynamics } from "./accounting-dynamics.js";
import { splitDynamics } from "./split-dynamics.js";

function setUp() {
  const backend = accountingBackend();
  const func = lotkaVolterra();
  const sizes = { state: [1, 1], parameters: [1, 3] };
  const split = splitDynamics(backend, func, sizes);
  const whole = accountingDynamics(backend, func);
  const leaves = (...rows: ReadonlyArray<ReadonlyArray<number>>) => rows.map(backend.array);
  return { backend, split, whole, leaves };
}

const numbers = (state: ReadonlyArray<{ readonly values: ReadonlyArray<number> }>) =>
  state.map(({ values }) => [...values]);

test("f, its VJP and its parameters are the same for several leaves as for one.", () => {
  const { split, whole, leaves } = setUp();
  const expected = whole.pullback(0, leaves([2, 3]), leaves([5, 7]), [0]);
  const [dy = [], yBar = [], bar = []] = [expected.value, expected.y, expected.parameters].map(
    (state) => numbers(state)[0],
  );
  const pulled = split.pullback(0, leaves([2], [3]), leaves([5], [7]), [1, 0]);
  expect(numbers(split.parameters)).toEqual([[1.5], [1, 3, 1]]);
  expect(numbers(split.evaluate(0, leaves([2], [3])))).toEqual(dy.map((value) => [value]));
  expect(numbers(pulled.value)).toEqual(dy.map((value) => [value]));
  expect(numbers(pulled.y)).toEqual(yBar.map((value) => [value]));
  expect(numbers(pulled.parameters)).toEqual([bar.slice(1), bar.slice(0, 1)]);
});

test("A record keeps a copy of its state until it is released.", () => {
  const { split, leaves, backend } = setUp();
  const y = leaves([2], [3]);
  const g = leaves([5], [7]);
  const before = backend.live();
  const record = split.record(0, y);
  backend.release(y);
  const again = split.pullback(0, leaves([2], [3]), g, [0, 1]);
  expect(numbers(record.pullback(g, [0, 1]).parameters)).toEqual(numbers(again.parameters));
  backend.openScope();
  record.pullback(g, [0]);
  backend.closeScope([]);
  record.release();
  // y was freed; the value, two copies of y, two gradients of two states and their parameters were made.
  expect(backend.live()).toBe(before - 2 + 2 + 2 + (2 + 2 + 2) + (2 + 2));
});
