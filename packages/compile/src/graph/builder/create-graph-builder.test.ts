import { describe, expect, it } from "vitest";
import type { NodeId } from "../graph.js";
import { reduce } from "../operations/along-axes.js";
import { matMul } from "../operations/mat-mul.js";
import { concat, tile } from "../operations/rearrange.js";
import { reverse, slice, transpose } from "../operations/views.js";
import { printGraph } from "../print-graph.js";
import { createGraphBuilder } from "./create-graph-builder.js";
import type { GraphBuilder } from "./graph-builder.js";

/** The lines that a graph has beside its inputs. */
function operations(b: GraphBuilder, ...outputs: Array<NodeId>): Array<string> {
  const lines = printGraph(b.graph(outputs)).split("\n");
  return lines
    .filter((line) => !/state|parameter|time|outputs/.test(line))
    .map((line) => line.replace(/^%\d+ (\S+) +/, "$1 "));
}

describe("createGraphBuilder", () => {
  it("makes a dense network without anything superfluous", () => {
    const b = createGraphBuilder();
    const y = b.input("state", 0, [4, 2]);
    const w = b.input("parameter", 0, [3, 2]);
    const bias = b.input("parameter", 1, [3]);
    const layer = () =>
      b.tanh(b.add(matMul(b, y, transpose(b, w)), tile(b, b.reshape(bias, [1, 3]), [4, 1])));
    const out = b.add(b.multiply(layer(), b.constant(1)), b.subtract(b.constant(0), layer()));
    expect(printGraph(b.graph([b.add(out, b.constant(0)), layer()]))).toMatchInlineSnapshot(`
      "%0  [4,2]   state 0
      %1  [3,2]   parameter 0
      %2  [3]     parameter 1
      %3  [1,4,2] reshape %0
      %4  [1,3,2] reshape %1
      %5  [1,4,3] matMul ·ᵀ %3 %4
      %6  [4,3]   reshape %5
      %7  [1,3]   reshape %2
      %8  [4,3]   add %6 %7
      %9  [4,3]   tanh %8
      %10 [4,3]   subtract %9 %9
      outputs %10 %9"
    `);
  });

  it("makes equal nodes once, whatever the order of operands that commute", () => {
    const b = createGraphBuilder();
    const [x, y] = [b.input("state", 0, [2]), b.input("state", 1, [2])];
    expect(b.add(x, y)).toBe(b.add(y, x));
    expect(b.subtract(x, y)).not.toBe(b.subtract(y, x));
    // At ties their derivatives differ.
    expect(b.max(x, y)).not.toBe(b.max(y, x));
    expect(b.constant([1, 2, 3])).toBe(b.constant([1, 2, 3]));
    expect(b.constant([1, 2, 3])).not.toBe(b.constant([1, 2, 4]));
    expect(b.constant(0)).not.toBe(b.constant(-0));
    expect(b.constant(Number.NaN)).toBe(b.constant(Number.NaN));
    expect(b.input("state", 0, [2])).toBe(x);
  });

  it("evaluates what is known", () => {
    const b = createGraphBuilder();
    const c = b.constant([1, 2, 3, 4], [2, 2]);
    expect(b.node(b.add(b.square(c), b.constant(1)))).toMatchObject({
      kind: "constant",
      values: Float64Array.of(2, 5, 10, 17),
    });
    expect(b.node(reduce(b, "sum", matMul(b, c, c)))).toMatchObject({
      kind: "constant",
      values: Float64Array.of(54),
      shape: [],
    });
  });

  it("reads a row of constants as a row, however it was repeated", () => {
    const b = createGraphBuilder();
    const x = b.input("state", 0, [100, 3]);
    const row = tile(b, b.constant([1, 2, 3], [1, 3]), [100, 1]);
    expect(operations(b, b.add(x, b.exp(row)))).toEqual([
      "[1,3] constant (2.718281828459045,7.38905609893065,20.085536923187668)",
      "[100,3] add %0 %1",
    ]);
  });

  it("leaves out what algebra makes unnecessary", () => {
    const b = createGraphBuilder();
    const [x, y] = [b.input("state", 0, [2, 3]), b.input("state", 1, [2, 3])];
    const number = b.constant;
    const equal: ReadonlyArray<readonly [NodeId, NodeId]> = [
      [b.add(x, number(0, [2, 3])), x],
      [b.subtract(x, number(0)), x],
      [b.subtract(number(0), x), b.negate(x)],
      [b.multiply(number(1), x), x],
      [b.multiply(x, number(-1)), b.negate(x)],
      [b.multiply(x, x), b.square(x)],
      [b.multiply(b.negate(x), b.negate(y)), b.multiply(x, y)],
      [b.multiply(number(3), b.multiply(x, number(2))), b.multiply(x, number(6))],
      [b.divide(x, number(4)), b.multiply(x, number(0.25))],
      [b.divide(number(1), x), b.reciprocal(x)],
      [b.negate(b.negate(x)), x],
      [b.negate(b.subtract(x, y)), b.subtract(y, x)],
      [b.add(x, b.negate(y)), b.subtract(x, y)],
      [b.add(b.negate(x), y), b.subtract(y, x)],
      [b.power(x, number(1)), x],
      [b.power(x, number(2)), b.square(x)],
      [b.power(x, number(0.5)), b.sqrt(x)],
      [b.cos(b.negate(x)), b.cos(x)],
      [b.relu(b.relu(x)), b.relu(x)],
      [b.not(b.not(b.greater(x, y))), b.greater(x, y)],
      [b.notEqual(b.less(x, y), number(0)), b.less(x, y)],
      [b.select(number(1), x, y), x],
      [b.select(b.not(x), x, y), b.select(x, y, x)],
      [b.select(x, y, y), y],
    ];
    for (const [i, [actual, expected]] of equal.entries()) {
      expect(actual, `pair ${i}`).toBe(expected);
    }
  });

  it("keeps what only seems unnecessary", () => {
    const b = createGraphBuilder();
    const x = b.input("state", 0, [2]);
    for (const id of [
      b.subtract(x, x),
      b.multiply(x, b.constant(0)),
      b.divide(x, x),
      b.not(b.not(x)),
      b.abs(b.abs(x)),
      b.add(x, b.constant(0, [3, 2])),
    ]) {
      expect(id).not.toBe(x);
      expect(b.node(id).kind).not.toBe("constant");
    }
    expect(b.shape(b.add(x, b.constant(0, [3, 2])))).toEqual([3, 2]);
  });

  it("computes before it repeats", () => {
    const b = createGraphBuilder();
    const x = b.input("state", 0, [3]);
    const y = b.input("state", 1, [2, 3]);
    const repeated = b.broadcastTo(x, [2, 3]);
    expect(operations(b, b.add(repeated, y))).toEqual(["[1,3] reshape %0", "[2,3] add %1 %2"]);
    expect(operations(b, b.sin(b.exp(repeated)))).toEqual([
      "[1,3] reshape %0",
      "[1,3] exp %2",
      "[1,3] sin %3",
      "[2,3] gather (0,0)·3 %4",
    ]);
    expect(operations(b, reduce(b, "sum", repeated, { axes: [0] })).at(-2)).toMatch("multiply");
  });

  it("makes one gather of several, in blocks as large as possible, and none of what stays in place", () => {
    const b = createGraphBuilder();
    const x = b.input("state", 0, [4, 6]);
    const back = transpose(b, transpose(b, x));
    expect(back).toBe(x);
    expect(reverse(b, reverse(b, x, [-1]), [1])).toBe(x);
    expect(concat(b, [slice(b, x, [0, 0], [4, 2]), slice(b, x, [0, 2], [4, 4])], 1)).toBe(x);
    expect(operations(b, slice(b, x, [1, 0], [2, 6]))).toEqual(["[2,6] gather (1,2)·6 %0"]);
    const rows = slice(b, slice(b, x, [0, 2], [4, 4]), [1, 0], [2, 2]);
    expect(operations(b, rows)).toEqual(["[2,2] gather (4,7)·2 %0"]);
    expect(operations(b, b.reshape(b.reshape(x, [24]), [2, 12]))).toEqual(["[2,12] reshape %0"]);
  });

  it("adds parts of one array without adding zeros", () => {
    const b = createGraphBuilder();
    const [x, y] = [b.input("state", 0, [2, 2]), b.input("state", 1, [2, 1])];
    const left = b.gather([x], { block: 2, table: Int32Array.of(0, -1, 1, -1) }, [2, 4]);
    const right = b.gather([y], { table: Int32Array.of(-1, -1, 0, -1, -1, -1, 1, -1) }, [2, 4]);
    expect(operations(b, b.add(left, right))).toEqual(["[2,4] gather (0,1,4,-1,2,3,5,-1)·1 %0 %1"]);
    const over = b.gather([y], { table: Int32Array.of(0, -1, -1, -1, -1, -1, 1, -1) }, [2, 4]);
    expect(operations(b, b.add(left, over)).at(-1)).toMatch("add");
  });

  it("takes transposes as flags of products, and one product for a batch with one matrix", () => {
    const b = createGraphBuilder();
    const x = b.input("state", 0, [2, 4, 3]);
    const w = b.input("parameter", 0, [5, 3]);
    expect(operations(b, matMul(b, x, transpose(b, w)))).toEqual([
      "[1,5,3] reshape %1",
      "[1,8,3] reshape %0",
      "[1,8,5] matMul ·ᵀ %3 %2",
      "[2,4,5] reshape %4",
    ]);
    const gram = matMul(b, transpose(b, x, [0, 2, 1]), x);
    expect(operations(b, gram)).toEqual(["[2,3,3] matMul ᵀ· %0 %0"]);
    const ones = matMul(b, b.constant(2, [4, 5]), w);
    expect(operations(b, ones).some((line) => line.includes("matMul"))).toBe(false);
  });

  it("keeps inputs that outputs do not need", () => {
    const b = createGraphBuilder();
    b.input("state", 0, [2]);
    const t = b.input("time", 0, []);
    b.sin(t);
    const graph = b.graph([b.cos(t)]);
    expect(graph.nodes.map(({ kind }) => kind)).toEqual(["input", "input", "map"]);
    expect(graph.outputs).toEqual([2]);
  });

  it("says which shapes do not fit", () => {
    const b = createGraphBuilder();
    const [x, y] = [b.input("state", 0, [2, 3]), b.input("state", 1, [2])];
    expect(() => b.add(x, y)).toThrow(
      'the shapes given to add cannot be broadcast to one shape (got "[2, 3] and [2]")',
    );
    expect(() => b.reshape(x, [5])).toThrow("different numbers of elements");
    expect(() => b.matMul(x, y)).toThrow("must have three axes");
    expect(() => matMul(b, x, x)).toThrow("do not fit");
    expect(() => b.broadcastTo(x, [3])).toThrow("do not fit");
    expect(() => b.gather([x], { block: 4, table: Int32Array.of(0) }, [4])).toThrow("whole blocks");
    expect(() => b.constant([1, 2], [3])).toThrow("different numbers of elements");
  });
});
