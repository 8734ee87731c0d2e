import { describe, expect, test } from "vitest";
import { watchParameters } from "./watch-parameters.js";

describe("watchParameters", () => {
  test("finds no change in unchanged parameters, even with NaN.", () => {
    const changed = watchParameters([Float64Array.of(1, Number.NaN), Float64Array.of(0)]);
    expect(changed()).toBeUndefined();
    expect(watchParameters([])()).toBeUndefined();
  });

  test("returns the index of the first array that was written to, at every call.", () => {
    const parameters = [Float64Array.of(1), Float64Array.of(2, 3), Float64Array.of(4)];
    const changed = watchParameters(parameters);
    parameters[2]?.fill(5);
    expect(changed()).toBe(2);
    parameters[1]?.set([4], 1);
    expect(changed()).toBe(1);
    expect(changed()).toBe(1);
  });

  test("compares bitwise: 0 and −0 differ, and so do adjacent doubles.", () => {
    const parameters = [Float64Array.of(0)];
    const changed = watchParameters(parameters);
    parameters[0]?.fill(-0);
    expect(changed()).toBe(0);
    parameters[0]?.fill(5e-324);
    expect(changed()).toBe(0);
    parameters[0]?.fill(0);
    expect(changed()).toBeUndefined();
  });

  test("detects an array whose buffer was transferred.", () => {
    const values = Float64Array.of(1);
    const changed = watchParameters([values]);
    structuredClone(values.buffer, { transfer: [values.buffer] });
    expect(changed()).toBe(0);
  });
});
