import { describe, expect, test } from "vitest";
import { wasmProgram } from "../../src/executors/wasm/wasm-executor.js";
import { binaryFunctions, unaryFunctions } from "../../src/graph/functions/scalar-functions.js";
import type { BinaryName, MapName, UnaryName } from "../../src/graph/graph.js";
import type { FloatArray, Program } from "../../src/program/program.js";
import { randomNumbers } from "../support/random-numbers.js";
import { modules } from "./modules.js";

type Precision = Program["precision"];

/** Errors that are allowed, in units of the last place of the exact result. */
function allowed(fn: MapName, precision: Precision): number {
  // The sum of the roundings of its seven last operations, and of those of a series.
  if (fn === "tanh" && precision === "float32") return 3.5;
  if (fn === "erf" && precision === "float64") return 10;
  return precision === "float32" ? 2.5 : 5;
}

const SPECIAL = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

const random = randomNumbers(5);

/** Special numbers, and random ones of every size up to 10ᵉ, of both signs. */
function numbers(count: number, exponents: readonly [number, number]): Array<number> {
  const [from, to] = exponents;
  const some = Array.from(
    { length: count },
    () => (random.next() < 0.5 ? -1 : 1) * 10 ** (from + (to - from) * random.next()),
  );
  return [...SPECIAL, ...some];
}

/** A function of so many numbers at once, in one program. */
function mapping(
  module: WebAssembly.Module,
  precision: Precision,
  fn: MapName,
  n: number,
): (...operands: ReadonlyArray<FloatArray>) => FloatArray {
  const count = fn in unaryFunctions ? 1 : 2;
  const states = Array.from({ length: count }, (_, i) => ({ offset: i * n, length: n }));
  const program: Program = {
    precision,
    arenaLength: n * (count + 1),
    tables: new Int32Array(0),
    constants: [],
    inputs: { time: undefined, states, parameters: [], captured: [], cotangents: [] },
    outputs: [{ offset: n * count, length: n }],
    bars: { states: [], parameters: [], time: undefined },
    prelude: [],
    forward: [
      {
        kind: "map",
        outer: 1,
        inner: n,
        operands: states.map(({ offset }) => ({ offset, mode: "full" as const })),
        body: [{ fn, registers: states.map((_, i) => i) }],
        stores: [{ register: count, offset: n * count, accumulates: false }],
      },
    ],
    backward: [],
  };
  const executor = wasmProgram(module, program);
  return (...operands) => {
    const result = precision === "float32" ? new Float32Array(n) : new Float64Array(n);
    executor.evaluate(0, operands, [result]);
    return result;
  };
}

/** The distance in units of the last place of what is exact; infinite if only one is finite, or a number. */
function ulps(found: number, exact: number, precision: Precision): number {
  const rounded = precision === "float32" ? Math.fround(exact) : exact;
  if (Object.is(found, rounded) || found === rounded) return 0;
  if (Number.isNaN(found) && Number.isNaN(rounded)) return 0;
  const [digits, smallest] = precision === "float32" ? [23, -126] : [52, -1022];
  const largest = precision === "float32" ? 3.4028234663852886e38 : Number.MAX_VALUE;
  const exponent = Math.max(smallest, Math.floor(Math.log2(Math.min(Math.abs(exact), largest))));
  // Overflow one unit too early or too late is an error of one unit.
  const bounded = (x: number) => Math.max(-largest, Math.min(largest, x));
  return Math.abs(bounded(found) - bounded(exact)) / 2 ** (exponent - digits);
}

/** One assertion for all numbers: one for each takes longer than the numbers. */
function expectClose(
  fn: MapName,
  precision: Precision,
  found: FloatArray,
  exact: ReadonlyArray<number>,
  call: (i: number) => string,
): void {
  const limit = allowed(fn, precision);
  const errors = exact.map((each, i) => ulps(found[i] as number, each, precision));
  const i = errors.findIndex((error) => !(error <= limit));
  expect(
    errors[i] ?? 0,
    i < 0 ? "" : `${call(i)} = ${exact[i]}, found ${found[i]}`,
  ).toBeLessThanOrEqual(limit);
}

/** Where functions are tested, as powers of ten. What is subnormal in the result is left out. */
const RANGES: Partial<Record<UnaryName, readonly [number, number]>> = {
  exp: [-10, 2.9],
  sin: [-10, 8],
  cos: [-10, 8],
  tan: [-10, 5],
  sinh: [-3, 1.9],
  cosh: [-10, 1.9],
  sigmoid: [-5, 1.8],
  softplus: [-5, 1.8],
  acos: [-8, 0],
  asin: [-8, 0],
  atanh: [-8, 0],
};

describe.each(modules())("Functions of the %s module", (_, module) => {
  describe.each(["float32", "float64"] as const)("in %s", (precision) => {
    const rounded = (values: ReadonlyArray<number>): FloatArray =>
      precision === "float32" ? Float32Array.from(values) : Float64Array.from(values);

    test.each(Object.keys(unaryFunctions) as Array<UnaryName>)("%s", (fn) => {
      const x = rounded(numbers(20_000, RANGES[fn] ?? [-10, 10]));
      const found = mapping(module, precision, fn, x.length)(x);
      const exact = Array.from(x, unaryFunctions[fn]);
      expectClose(fn, precision, found, exact, (i) => `${fn}(${x[i]})`);
    });

    // Equal numbers must stay equal, wherever they stand and whatever stands beside them: comparisons of them have ties.
    test.each([...Object.keys(unaryFunctions), ...Object.keys(binaryFunctions)] as Array<MapName>)(
      "%s depends on the number, not on its place",
      (fn) => {
        const isUnary = fn in unaryFunctions;
        const map = mapping(module, precision, fn, 9);
        const neighbours = rounded(numbers(9, [-3, 8])).slice(-9);
        for (const value of rounded(numbers(40, RANGES[fn as UnaryName] ?? [-8, 2]))) {
          const at = (place: number): number => {
            const x = neighbours.slice();
            x[place] = value;
            const operands = isUnary ? [x] : [x, rounded(Array.from(x, () => 1.25))];
            return map(...operands)[place] as number;
          };
          const first = at(0);
          for (let place = 1; place < 9; place++)
            if (!Object.is(at(place), first)) expect.fail(`${fn}(${value}) at ${place}`);
        }
      },
    );

    test.each(Object.keys(binaryFunctions) as Array<BinaryName>)("%s", (fn) => {
      const pairs = SPECIAL.flatMap((a) => SPECIAL.map((b) => [a, b] as const));
      const some = numbers(5_000, [-3, 1]);
      const others = numbers(5_000, [-3, 1]);
      const x = rounded([
        ...pairs.map(([a]) => a),
        ...some.map((a, i) => (fn === "power" && i % 2 === 0 ? Math.abs(a) : a)),
      ]);
      const y = rounded([...pairs.map(([, b]) => b), ...others]);
      const found = mapping(module, precision, fn, x.length)(x, y);
      const exact = Array.from(x, (value, i) => binaryFunctions[fn](value, y[i] as number));
      expectClose(fn, precision, found, exact, (i) => `${fn}(${x[i]}, ${y[i]})`);
    });
  });
});
