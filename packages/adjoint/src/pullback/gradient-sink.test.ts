import { accountingBackend, type NumberArray } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { gradientSink } from "./gradient-sink.js";

function setUp({ parameters = 2 }: { readonly parameters?: number } = {}) {
  const backend = accountingBackend();
  const array = (...values: ReadonlyArray<number>) => [backend.array(values)];
  const theta = parameters === 0 ? [] : [...array(7, 7), ...array(8)];
  const sink = gradientSink(backend, array(0, 0, 0), theta);
  const before = backend.live();
  return { array, sink, made: () => backend.live() - before, backend };
}

const numbers = (state: ReadonlyArray<NumberArray> | undefined) =>
  state?.map(({ values }) => values);

test("A sink into which nothing came ends with zeros, in the shapes of y0 and the parameters.", () => {
  const { sink, made } = setUp();
  expect(sink.lambda).toBeUndefined();
  expect(sink.theta).toBeUndefined();
  expect(made()).toBe(0);
  const { y0, parameters } = sink.finish();
  expect(numbers(y0)).toEqual([[0, 0, 0]]);
  expect(numbers(parameters)).toEqual([[0, 0], [0]]);
});

test("Cotangents of outputs add up, as copies: theirs stay their owner's.", () => {
  const { sink, array, made } = setUp();
  const cotangents = [array(1, 2, 3), array(10, 20, 30)];
  for (const cotangent of [...cotangents, undefined]) sink.addOutput(cotangent);
  expect(numbers(sink.lambda)).toEqual([[11, 22, 33]]);
  for (const [leaf] of cotangents) expect(leaf?.freed).toBe(false);
  expect(made()).toBe(2 + 1);
});

test("A new λ frees the old one.", () => {
  const { sink, array, made } = setUp();
  sink.replace(array(1, 1, 1));
  sink.replace(array(2, 2, 2));
  expect(numbers(sink.lambda)).toEqual([[2, 2, 2]]);
  expect(made()).toBe(1);
});

test("Contributions to the parameters are given away, and add up.", () => {
  const { sink, array, made } = setUp();
  sink.addParameters([...array(1, 2), ...array(3)]);
  sink.addParameters([...array(10, 20), ...array(30)]);
  sink.addParameters([...array(100, 200), ...array(300)]);
  expect(numbers(sink.theta)).toEqual([[111, 222], [333]]);
  expect(made()).toBe(2);
  expect(numbers(sink.finish().parameters)).toEqual([[111, 222], [333]]);
});

test("Both are replaced at once by what an engine computed at once.", () => {
  const { sink, array, made } = setUp();
  sink.replaceBoth(array(1, 1, 1), [...array(1, 2), ...array(3)]);
  const theta = sink.theta ?? [];
  // θ is given away for its successor: the engine frees it or writes into it.
  sink.replaceBoth(array(2, 2, 2), theta);
  expect(numbers(sink.lambda)).toEqual([[2, 2, 2]]);
  expect(sink.theta).toBe(theta);
  expect(made()).toBe(3);
});

test("Where no parameters are wanted nothing of them is kept.", () => {
  const { sink, array } = setUp({ parameters: 0 });
  sink.addParameters([]);
  sink.replaceBoth(array(1, 1, 1), []);
  expect(sink.theta).toBeUndefined();
  expect(sink.survivors()).toHaveLength(1);
  expect(sink.finish().parameters).toEqual([]);
});

test("What must survive a scope is what was added so far, and nothing else.", () => {
  const { sink, array, backend, made } = setUp();
  expect(sink.survivors()).toEqual([]);
  backend.openScope();
  sink.replace(array(1, 1, 1));
  sink.addParameters([...array(1, 2), ...array(3)]);
  sink.addParameters([...array(1, 2), ...array(3)]);
  array(9);
  backend.closeScope(sink.survivors());
  expect(made()).toBe(3);
  expect(numbers(sink.theta)).toEqual([[2, 4], [6]]);
});

test("Its release frees both.", () => {
  const { sink, array, made } = setUp();
  sink.release();
  sink.replace(array(1, 1, 1));
  sink.addParameters([...array(1, 2), ...array(3)]);
  sink.release();
  expect(made()).toBe(0);
});
