import { accountingBackend } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { readScalar, readScalars, scalarStates } from "./read-scalar.js";

test("A number is asked for as it is, and its answer returned.", () => {
  const reading = readScalar({ backend: accountingBackend() }, 0.5);
  expect(reading.next()).toEqual({ value: { scalar: 0.5 }, done: false });
  expect(reading.next(0.25)).toEqual({ value: 0.25, done: true });
});

test.each([
  ["it was read", (reading: ReturnType<typeof readScalar>) => reading.next(3)],
  ["the computation was abandoned", (reading: ReturnType<typeof readScalar>) => reading.return(0)],
])("A scalar of the engine is released once %s.", (_, resume) => {
  const backend = accountingBackend();
  const scalar = backend.array([3]);
  const reading = readScalar({ backend }, scalar);
  expect(reading.next().value).toMatchObject({ scalar });
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

test("Several scalars are asked for one by one, and the others announced.", () => {
  const backend = accountingBackend();
  const [a, b] = [backend.array([1]), backend.array([2])];
  const reading = readScalars({ backend }, [a, 0.5, b]);
  expect(reading.next().value).toMatchObject({ scalar: a, prefetch: [0.5, b] });
  expect(reading.next(10).value).toMatchObject({ scalar: 0.5, prefetch: [b] });
  expect(reading.next(20).value).toMatchObject({ scalar: b, prefetch: [] });
  expect(backend.live()).toBe(2);
  expect(reading.next(30)).toEqual({ value: [10, 20, 30], done: true });
  expect(backend.live()).toBe(0);
});

test("All of them are released where one could not be read, or the computation was abandoned.", () => {
  for (const end of ["throw", "return"] as const) {
    const backend = accountingBackend();
    const reading = readScalars({ backend }, [backend.array([1]), backend.array([2])]);
    reading.next();
    const stop = () =>
      end === "throw" ? reading.throw(new RangeError("lost")) : reading.return([]);
    if (end === "throw") expect(stop).toThrow(RangeError);
    else stop();
    expect(backend.live()).toBe(0);
  }
});

test("To scopes a scalar of the engine is a state, a number is none.", () => {
  const scalar = accountingBackend().array([1]);
  expect(scalarStates(scalar)).toEqual([[scalar]]);
  expect(scalarStates(1)).toEqual([]);
});
