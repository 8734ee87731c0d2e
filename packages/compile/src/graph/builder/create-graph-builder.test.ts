import { describe, expect, it } from "vitest";
import { matMul } from "../operations/mat-mul.js";
import { tile } from "../operations/rearrange.js";
import { transpose } from "../operations/views.js";
import { printGraph } from "../print-graph.js";
import { createGraphBuilder } from "./create-graph-builder.js";

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
      "%0 [4,2]   state 0
      %1 [3,2]   parameter 0
      %2 [3]     parameter 1
      %3 [1,4,2] reshape %0
      %4 [1,3,2] reshape %1
      %5 [1,4,3] matMul ·ᵀ %3 %4
      %6 [4,3]   reshape %5
      %7 [1,3]   reshape %2
      %8 [4,3]   add %6 %7
      %9 [4,3]   tanh %8
      %10 [4,3]   subtract %9 %9
      outputs %10 %9"
    `);
  });
});
