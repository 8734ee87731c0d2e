import { describe, expect, it } from "vitest";
import { binaryFunctions, unaryFunctions } from "../src/graph/functions/scalar-functions.js";
import type { BinaryName, UnaryName } from "../src/graph/graph.js";
import { checkDerivative } from "./complex-step/check-derivative.js";
import { createNaiveBuilder } from "./naive-builder.js";
import { uniform } from "./random.js";

/** Where a function is smooth, and its values are moderate. */
const domains: Partial<Record<UnaryName, readonly [number, number]>> = {
  acos: [-0.95, 0.95],
  acosh: [1.05, 6],
  asin: [-0.95, 0.95],
  atanh: [-0.95, 0.95],
  log: [0.01, 20],
  log1p: [-0.99, 20],
  reciprocal: [-3, -0.1],
  rsqrt: [0.05, 20],
  sqrt: [0.05, 20],
  tan: [-1.5, 1.5],
};

/** Also far away, where exponentials underflow or saturate. */
const wide: ReadonlySet<UnaryName> = new Set([
  ...(["abs", "atan", "cos", "elu", "relu", "selu", "sigmoid", "sin"] as const),
  ...(["softplus", "square", "tanh"] as const),
]);

describe("functions of one number", () => {
  for (const fn of Object.keys(unaryFunctions) as Array<UnaryName>) {
    it(`${fn}: values and slopes are those of complex arithmetic`, () => {
      const b = createNaiveBuilder();
      const x = b.input("state", 0, [40]);
      const [low, high] = domains[fn] ?? (wide.has(fn) ? [-30, 30] : [-3, 3]);
      const random = uniform(7, low, high);
      expect(checkDerivative(b.graph([b.map(fn, x)]), { random })).toEqual([]);
    });
  }
});

describe("functions of two numbers", () => {
  for (const fn of Object.keys(binaryFunctions) as Array<BinaryName>) {
    it(`${fn}: values and slopes are those of complex arithmetic, for every broadcasting`, () => {
      for (const [i, [left, right]] of BROADCASTS.entries()) {
        const b = createNaiveBuilder();
        const x = b.input("state", 0, left);
        const y = b.input("parameter", 0, right);
        const random = uniform(i, fn === "power" ? 0.1 : -3, 3);
        expect(checkDerivative(b.graph([b.map(fn, x, y)]), { random })).toEqual([]);
      }
    });
  }

  it("select: values and slopes are those of complex arithmetic, for every broadcasting", () => {
    for (const [i, [left, right]] of BROADCASTS.entries()) {
      const b = createNaiveBuilder();
      const [x, y] = [b.input("state", 0, left), b.input("parameter", 0, right)];
      const condition = b.step(b.input("state", 1, i % 2 === 0 ? left : [3]));
      const graph = b.graph([b.select(condition, x, y), b.select(condition, y, x)]);
      expect(checkDerivative(graph, { random: uniform(i) })).toEqual([]);
    }
  });

  it("power of a negative number to whole exponents", () => {
    for (const exponent of [-3, -2, -1, 0, 1, 2, 3, 4, 5]) {
      const b = createNaiveBuilder();
      const x = b.input("state", 0, [20]);
      const graph = b.graph([b.power(x, b.constant(exponent))]);
      expect(checkDerivative(graph, { random: uniform(3, -3, -0.5) })).toEqual([]);
    }
  });
});

const BROADCASTS: ReadonlyArray<readonly [ReadonlyArray<number>, ReadonlyArray<number>]> = [
  [[], []],
  [[3], [3]],
  [[2, 3], []],
  [[], [2, 3]],
  [[2, 3], [3]],
  [
    [2, 1],
    [1, 3],
  ],
  [
    [2, 3],
    [2, 1],
  ],
  [[1], [2, 3]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [
    [2, 1, 3, 1],
    [1, 2, 1, 3],
  ],
  [
    [1, 1, 1],
    [2, 3],
  ],
];
