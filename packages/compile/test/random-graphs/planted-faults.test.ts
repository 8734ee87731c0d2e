import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cotangentsOfInputs } from "../../src/derivative/cotangents-of-inputs.js";
import type { PullBackRequest } from "../../src/derivative/pull-back.js";
import type { GraphBuilder } from "../../src/graph/builder/graph-builder.js";
import type { GraphNode, NodeId } from "../../src/graph/graph.js";
import { checkDerivative } from "../complex-step/check-derivative.js";
import { uniform } from "../random.js";
import { graphOf, type RandomProgram, randomProgram } from "./random-graph.js";

type Rule = NonNullable<PullBackRequest["rule"]>;

/** Programs enough to reach every operation several times. */
const programs = fc.sample(fc.tuple(randomProgram(8), fc.nat(2 ** 30)), { numRuns: 1000, seed: 5 });

/** Whether some program shows that a rule is wrong. */
function isFound(plant: (node: GraphNode) => boolean, spoil: Spoil): boolean {
  const rule: Rule = (b, differentiated) => {
    const bars = cotangentsOfInputs(b, differentiated);
    return plant(b.node(differentiated.id))
      ? bars.map((bar, i) => spoil(b, bar, i, differentiated.g))
      : bars;
  };
  return programs.some(([program, seed]: [RandomProgram, number]) => {
    const graph = graphOf(program);
    return (
      graph.nodes.some(plant) && checkDerivative(graph, { random: uniform(seed), rule }).length > 0
    );
  });
}

type Spoil = (
  b: GraphBuilder,
  bar: NodeId | undefined,
  operand: number,
  g: NodeId,
) => NodeId | undefined;

/** Wrong in the seventh digit. */
const slightly: Spoil = (b, bar) =>
  bar === undefined ? undefined : b.multiply(bar, b.constant(1 + 1e-7));

describe("a wrong derivative is found", () => {
  const smooth = [
    ...(["abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh"] as const),
    ...(["elu", "erf", "exp", "expm1", "log", "log1p", "negate", "reciprocal", "relu"] as const),
    ...(["rsqrt", "selu", "sigmoid", "sin", "sinh", "softplus", "sqrt", "square"] as const),
    ...(["tan", "tanh", "add", "atan2", "divide", "floorMod", "max", "min"] as const),
    ...(["multiply", "power", "subtract", "select"] as const),
  ];
  for (const fn of smooth) {
    it(`of ${fn}`, () => {
      expect(isFound((node) => node.kind === "map" && node.fn === fn, slightly)).toBe(true);
    });
  }

  for (const kind of ["matMul", "gather", "scatter", "reshape"] as const) {
    it(`of ${kind}`, () => {
      expect(isFound((node) => node.kind === kind, slightly)).toBe(true);
    });
  }

  for (const fn of ["sum", "max", "min", "product"] as const) {
    it(`of ${fn} along an axis`, () => {
      expect(isFound((node) => node.kind === "reduce" && node.fn === fn, slightly)).toBe(true);
    });
  }

  for (const fn of ["sum", "product"] as const) {
    it(`of the cumulative ${fn}`, () => {
      expect(isFound((node) => node.kind === "cumulative" && node.fn === fn, slightly)).toBe(true);
    });
  }

  it("of one operand of a product only", () => {
    const second: Spoil = (b, bar, operand, g) =>
      operand === 1 ? slightly(b, bar, operand, g) : bar;
    expect(isFound((node) => node.kind === "matMul", second)).toBe(true);
    expect(isFound((node) => node.kind === "map" && node.fn === "multiply", second)).toBe(true);
  });

  it("of a function that is constant piece by piece, if it gets one", () => {
    const passed: Spoil = (_b, _bar, _operand, g) => g;
    for (const fn of ["floor", "round", "sign", "step"] as const) {
      expect(isFound((node) => node.kind === "map" && node.fn === fn, passed)).toBe(true);
    }
  });
});
