import fc from "fast-check";
import { expect, test } from "vitest";
import { RecordFault } from "../record-storage.js";
import { fromFloat16, toFloat16 } from "./float16.js";
import { half } from "./half.js";

const LARGEST = 65504;

test("Every float16 is converted to a number and back, except for the bits of NaN.", () => {
  const lost: Array<number> = [];
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = fromFloat16(bits);
    const back = toFloat16(value);
    if (Number.isNaN(value) ? !Number.isNaN(fromFloat16(back)) : back !== bits) lost.push(bits);
  }
  expect(lost).toEqual([]);
});

test("Numbers are converted to the nearest float16, and to the even one of two.", () => {
  const known: ReadonlyArray<readonly [number, number]> = [
    [0, 0],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [LARGEST, 0x7bff],
    [65519.996, 0x7bff],
    [65520, 0x7c00],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0],
    [1.5 * 2 ** -25, 1],
    [3 * 2 ** -25, 2],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
  ];
  for (const [value, bits] of known) expect(toFloat16(value), `${value}`).toBe(bits);
  fc.assert(
    fc.property(fc.double({ min: -LARGEST, max: LARGEST, noNaN: true }), (double) => {
      const value = Math.fround(double);
      const bits = toFloat16(value);
      const error = Math.abs(fromFloat16(bits) - value);
      for (const other of [bits - 1, bits + 1]) {
        const distance = Math.abs(fromFloat16(other & 0xffff) - value);
        if (Number.isFinite(distance)) expect(error).toBeLessThanOrEqual(distance);
      }
    }),
    { seed: 16, numRuns: 1000 },
  );
});

test("half keeps values to 11 bits, in either precision, and refuses those that are too large.", () => {
  for (const [values, precision] of [
    [Float32Array.of(0.1, -3, Number.POSITIVE_INFINITY), "float32"],
    [Float64Array.of(0.1, -3, Number.POSITIVE_INFINITY), "float64"],
  ] as const) {
    const bytes = half.encode(values);
    expect(bytes.length).toBe(6);
    const found = half.decode(bytes, precision);
    expect(found.constructor).toBe(values.constructor);
    expect(Array.from(found)).toEqual([0.0999755859375, -3, Number.POSITIVE_INFINITY]);
  }
  expect(() => half.encode(Float32Array.of(1, 7e4))).toThrow(RecordFault);
  expect(() => half.encode(Float32Array.of(1, 7e4))).toThrow(/its value 70000 is beyond 65504/);
});
