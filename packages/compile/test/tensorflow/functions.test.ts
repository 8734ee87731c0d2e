import { describe, it } from "vitest";
import { createGraphBuilder } from "../../src/graph/builder/create-graph-builder.js";
import type { GraphBuilder } from "../../src/graph/builder/graph-builder.js";
import { binaryFunctions, unaryFunctions } from "../../src/graph/functions/scalar-functions.js";
import type { BinaryName, NodeId, UnaryName } from "../../src/graph/graph.js";
import { sizeOf } from "../../src/graph/shapes.js";
import { randomNumbers } from "../support/random-numbers.js";
import { expectAsInJavascript } from "./as-in-javascript.js";
import { hasTfjsNode } from "./tfjs-node.js";

type Numbers = ReadonlyArray<number>;
type Build = (b: GraphBuilder, ...inputs: ReadonlyArray<NodeId>) => NodeId;

/** A function of states of these shapes is as in JavaScript. */
function check(
  build: Build,
  shapes: ReadonlyArray<Numbers>,
  values?: ReadonlyArray<Numbers>,
): void {
  const random = randomNumbers(7);
  const inputs = values ?? shapes.map((shape) => Array.from(random.array(sizeOf(shape))));
  const b = createGraphBuilder();
  const states = shapes.map((shape, i) => b.input("state", i, shape));
  expectAsInJavascript(b.graph([build(b, ...states)]), inputs);
}

/** Where functions are defined, and have derivatives that are not huge; jumps are between these numbers. */
const usual = [-2.5, -1.7, -1.2, -0.75, -0.5, -0.3, 0.2, 0.5, 0.8, 1.1, 1.5, 2.5, 3.6];
const positive = usual.map((x) => Math.abs(x));
const withinOne = usual.map((x) => x / 4);
const ranges: Readonly<Partial<Record<UnaryName, Numbers>>> = {
  acos: withinOne,
  acosh: positive.map((x) => 1.1 + x),
  asin: withinOne,
  atanh: withinOne,
  isFinite: [...usual, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  isNaN: [...usual, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  log: positive,
  log1p: positive,
  not: [...usual, 0],
  round: [...usual, 3.5, 4.5],
  rsqrt: positive,
  sqrt: positive,
  step: [...usual, 0],
  sign: [...usual, 0],
  tan: withinOne,
};

describe.skipIf(!hasTfjsNode)("in TensorFlow as in JavaScript", () => {
  it.each(Object.keys(unaryFunctions) as Array<UnaryName>)("%s", (fn) => {
    const values = ranges[fn] ?? usual;
    check((b, x) => b[fn](x as NodeId), [[values.length]], [values]);
  });

  it.each(Object.keys(binaryFunctions) as Array<BinaryName>)("%s", (fn) => {
    const other = [...usual].reverse().map((x, i) => (i % 3 === 0 ? 0 : x));
    const divides = fn === "divide" || fn.startsWith("floor");
    const left = fn === "power" ? positive : usual;
    const right = divides ? [...usual].reverse() : fn === "equal" ? usual : other;
    const n = usual.length;
    check((b, x, y) => b[fn](x as NodeId, y as NodeId), [[n], [n]], [left, right]);
    // Broadcast, and with a number.
    check(
      (b, x, y) => b[fn](b.abs(x as NodeId), b.add(b.abs(y as NodeId), b.constant(1))),
      [
        [2, 3],
        [2, 1],
      ],
    );
    check((b, x) => b[fn](b.abs(x as NodeId), b.constant(0.5)), [[2, 3]]);
  });

  it("select", () =>
    check(
      (b, c, x, y) => b.select(b.step(c as NodeId), x as NodeId, y as NodeId),
      [[2, 3], [3], [2, 1]],
    ));

  it.each([
    [[1, 2, 3], [1, 3, 4], false, false],
    [[1, 3, 2], [1, 3, 4], true, false],
    [[1, 2, 3], [1, 4, 3], false, true],
    [[5, 3, 2], [5, 4, 3], true, true],
    [[1, 3, 2], [5, 3, 4], true, false],
    [[5, 3, 2], [1, 4, 3], true, true],
  ] as const)("products of %j and %j", (left, right, transposeA, transposeB) =>
    check((b, x, y) => b.matMul(x as NodeId, y as NodeId, transposeA, transposeB), [left, right]),
  );

  it("a product with a row, and tanh", () =>
    check(
      (b, x, w, row) =>
        b.tanh(b.add(b.reshape(b.matMul(x as NodeId, w as NodeId), [2, 4]), row as NodeId)),
      [[1, 2, 3], [1, 3, 4], [4]],
    ));

  it.each(["sum", "max", "min", "product", "argMax", "argMin"] as const)("%s of an axis", (fn) =>
    check((b, x) => b.reduce(fn, x as NodeId), [[2, 3, 4]]),
  );

  it.each(["sum", "product"] as const)("the cumulative %s", (fn) => {
    for (const exclusive of [false, true])
      for (const reverse of [false, true])
        check((b, x) => b.cumulative(fn, x as NodeId, { exclusive, reverse }), [[2, 3, 4]]);
  });

  it("gather, of several arrays, with gaps", () => {
    const table = Int32Array.of(3, -1, 0, 0, 4);
    check(
      (b, x, y) => b.gather([x as NodeId, y as NodeId], { block: 2, table, fill: 0.5 }, [10]),
      [[2, 3], [4]],
    );
    check((b, x) => b.gather([x as NodeId], { table: Int32Array.of(5, 1, 1) }, [3, 1]), [[6]]);
  });

  it("scatter, with gaps", () =>
    check(
      (b, x) => b.scatter(x as NodeId, { block: 2, table: Int32Array.of(1, -1, 1, 0) }, [2, 3]),
      [[8]],
    ));

  it("constants and other shapes", () =>
    check(
      (b, x) => b.multiply(b.reshape(x as NodeId, [3, 2]), b.constant([1, 2, 3, 4, 5, 6], [3, 2])),
      [[2, 3]],
    ));
});
