import { accountingBackend } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { readScalar, scalarStates } from "./read-scalar.js";

test("A number is yielded as it is, and its answer returned.", () => {
  const reading = readScalar({ backend: accountingBackend() }, 0.5);
  expect(reading.next()).toEqual({ value: 0.5, done: false });
  expect(reading.next(0.25)).toEqual({ value: 0.25, done: true });
});

test.each([
  ["it was read", (reading: ReturnType<typeof readScalar>) => reading.next(3)],
  ["the computation was abandoned", (reading: ReturnType<typeof readScalar>) => reading.return(0)],
])("A scalar of the engine is released once %s.", (_, resume) => {
  const backend = accountingBackend();
  const scalar = backend.array([3]);
  const reading = readScalar({ backend }, scalar);
  expect(reading.next().value).toBe(scalar);
  expect(backend.live()).toBe(1);
  resume(reading as ReturnType<typeof readScalar>);
  expect(backend.live()).toBe(0);
});

test("A scalar that could not be read is released, and the error goes on.", () => {
  const backend = accountingBackend();
  const reading = readScalar({ backend }, backend.array([3]));
  reading.next();
  expect(() => reading.throw(new RangeError("lost"))).toThrow(RangeError);
  expect(backend.live()).toBe(0);
});

test("To scopes a scalar of the engine is a state, a number is none.", () => {
  const scalar = accountingBackend().array([1]);
  expect(scalarStates(scalar)).toEqual([[scalar]]);
  expect(scalarStates(1)).toEqual([]);
});
