import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { describe, expect, test } from "vitest";
import { float64 } from "./float64.js";

describe("float64", () => {
  test("is a frozen value that states its capabilities.", () => {
    expect(Object.isFrozen(float64)).toBe(true);
    expect(float64).toMatchObject({
      name: "float64",
      precision: "float64",
      readsSynchronously: true,
    });
    expect(float64.tape).toBeUndefined();
  });

  test("detects its arrays, and returns their shape and bytes.", () => {
    expect(float64.isArray(new Float64Array(0))).toBe(true);
    for (const other of [Float32Array.of(1), [1], 1, null, undefined, new ArrayBuffer(8)])
      expect(float64.isArray(other)).toBe(false);
    expect(float64.shape(new Float64Array(3))).toEqual([3]);
    expect(float64.bytes(new Float64Array(3))).toBe(24);
    expect(float64.bytes(new Float64Array(3).subarray(1))).toBe(16);
  });

  test("returns copies of its values.", async () => {
    const values = Float64Array.of(1, 2);
    for (const copy of [float64.toHostSync(values), await float64.toHost(values)]) {
      expect(copy).toEqual(values);
      copy[0] = 9;
    }
    expect(values).toEqual(Float64Array.of(1, 2));
    expect(float64.fromHost(values, [2])).toEqual(values);
  });

  test("leaves freeing to the garbage collector.", () => {
    const state = [Float64Array.of(1)];
    float64.openScope();
    float64.closeScope([]);
    float64.closeScope([state]);
    expect(float64.retain(state)).toBe(state);
    float64.release(state);
    float64.release(state);
    expect(state).toEqual([Float64Array.of(1)]);
  });

  test("reads scalars synchronously, and rejects other values.", async () => {
    expect(float64.readSync(2)).toBe(2);
    expect(await float64.read(Float64Array.of(3))).toBe(3);
    expect(() => float64.readSync(Float64Array.of(1, 2))).toThrow(InvalidArgumentError);
    await expect(float64.read(Float64Array.of(1, 2))).rejects.toThrow(InvalidArgumentError);
  });
});
