import { describe, expect, it } from "vitest";
import { differentiate } from "../../src/derivative/differentiate.js";
import { createGraphBuilder } from "../../src/graph/builder/create-graph-builder.js";
import type { GraphBuilder } from "../../src/graph/builder/graph-builder.js";
import type { NodeId } from "../../src/graph/graph.js";
import { matMul } from "../../src/graph/operations/mat-mul.js";
import { type Shape, sizeOf } from "../../src/graph/shapes.js";
import { buildProgram } from "../../src/program/build-program.js";
import { describeProgram } from "../../src/program/describe-program.js";
import { printProgram } from "../../src/program/print-program.js";
import type { Program } from "../../src/program/program.js";

describe("buildProgram", () => {
  it("makes one instruction of a layer, and adds up the cotangents of parameters where they are formed", () => {
    expect(
      printed({
        state: [4, 2],
        parameters: [[2, 3], [3], [3, 2], [2]],
        f: (b, y, [w1, b1, w2, b2]) => {
          const hidden = b.tanh(b.add(matMul(b, y, w1 as NodeId), b1 as NodeId));
          return b.add(matMul(b, hidden, w2 as NodeId), b2 as NodeId);
        },
      }),
    ).toMatchInlineSnapshot(`
      "prelude
      forward
        @70 = matMul 4·2·3 @0 @50 + bias @56, tanh
        @16 = matMul 4·3·2 @70 @60 + bias @66
      backward
        @70 = matMul 4·2·3 @0 @50 + bias @56, tanh
        @48 += sum 1·4·2 @8
        @82 = matMul 4·2·3 @8 @60ᵀ
        @42 += matMul 3·4·2 @70ᵀ @8
        map 1·12 r3 = square(@70); r4 = subtract(scalar @68, r3); r5 = multiply(@82, r4); @70 = r5
        @38 += sum 1·4·3 @70
        @24 = matMul 4·3·2 @70 @50ᵀ
        @32 += matMul 2·4·3 @0ᵀ @70"
    `);
  });

  it("computes once what depends on parameters only", () => {
    expect(
      printed({
        state: [2, 3],
        parameters: [[3, 3], [3]],
        f: (b, y, [w, scale]) => matMul(b, y, b.multiply(b.exp(scale as NodeId), w as NodeId)),
      }),
    ).toMatchInlineSnapshot(`
      "prelude
        map 1·3 r1 = exp(@48); @62 = r1
        map 3·3 r2 = multiply(@38, row @62); @52 = r2
      forward
        @12 = matMul 2·3·3 @0 @52
      backward
        @18 = matMul 2·3·3 @6 @52ᵀ
        @66 = matMul 3·2·3 @0ᵀ @6
        map 3·3 r3 = multiply(row @62, @66); r4 = multiply(@38, @66); @24 += r3; @66 = r4
        @76 = sum 1·3·3 @66
        map 1·3 r2 = multiply(@62, @76); @34 += r2"
    `);
  });

  it("fuses maps across their uses, and stores nothing that only the group reads", () => {
    expect(
      printed({
        state: [2, 3],
        parameters: [[3]],
        f: (b, y, [w]) => {
          const x = b.sin(b.multiply(y, w as NodeId));
          return b.add(b.multiply(x, b.sigmoid(x)), b.square(x));
        },
      }),
    ).toMatchInlineSnapshot(`
      "prelude
      forward
        map 2·3 r2 = multiply(@0, row @28); r3 = sin(r2); r4 = sigmoid(r3); r5 = multiply(r3, r4); r6 = square(r3); r7 = add(r5, r6); @12 = r7
      backward
        map 2·3 r5 = multiply(@0, row @28); r6 = sin(r5); r7 = sigmoid(r6); r8 = multiply(r6, scalar @31); r9 = multiply(@6, r8); r10 = multiply(r7, @6); r11 = multiply(r6, @6); r12 = add(r9, r10); r13 = subtract(scalar @32, r7); r14 = multiply(r7, r13); r15 = multiply(r11, r14); r16 = add(r12, r15); r17 = cos(r5); r18 = multiply(r16, r17); r19 = multiply(row @28, r18); r20 = multiply(@0, r18); @18 = r19; @34 = r20
        @24 += sum 1·2·3 @34"
    `);
  });

  it("adds up products over a batch without storing them", () => {
    expect(
      printed({
        state: [2, 3, 4],
        parameters: [[3, 3]],
        f: (b, y, [w]) => {
          return b.matMul(b.reshape(w as NodeId, [1, 3, 3]), y);
        },
      }),
    ).toMatchInlineSnapshot(`
      "prelude
      forward
        @48 by 12 = matMul 2 of 3·3·4 @106 by 0 @0 by 12
      backward
        @96 by 0 += matMul 2 of 3·4·3 @24 by 12 @0ᵀ by 12
        @72 by 12 = matMul 2 of 3·3·4 @106ᵀ by 0 @24 by 12"
    `);
  });

  it("makes one product of a layer that is applied along a middle axis", () => {
    expect(
      printed({
        state: [2, 3, 4],
        parameters: [[4, 4]],
        f: (b, y, [w]) => matMul(b, y, w as NodeId),
      }),
    ).toMatchInlineSnapshot(`
      "prelude
      forward
        @48 = matMul 6·4·4 @0 @112
      backward
        @72 = matMul 6·4·4 @24 @112ᵀ
        @96 += matMul 4·6·4 @0ᵀ @24"
    `);
  });

  it("costs as many operations as its products, sums and functions", () => {
    const program = built({
      state: [4, 2],
      parameters: [[2, 3], [3], [3, 2]],
      f: (b, y, [w1, b1, w2]) => {
        const hidden = b.tanh(b.add(matMul(b, y, w1 as NodeId), b1 as NodeId));
        return matMul(b, hidden, w2 as NodeId);
      },
    });
    const hidden = 4 * 3 * (2 * 2 + 2);
    const bars =
      4 * 3 * (2 * 2) + 3 * 2 * (2 * 4) + 3 * 4 * 3 + 4 * 3 + 4 * 2 * (2 * 3) + 2 * 3 * (2 * 4);
    expect(describeProgram(program)).toEqual({
      instructions: { prelude: 0, forward: 2, backward: 7 },
      flops: { forward: hidden + 4 * 2 * (2 * 3), backward: hidden + bars },
      arenaBytes: 8 * program.arenaLength,
      tableBytes: 0,
    });
  });
});

interface Case {
  readonly state: Shape;
  readonly parameters: ReadonlyArray<Shape>;
  readonly f: (b: GraphBuilder, y: NodeId, parameters: ReadonlyArray<NodeId>) => NodeId;
}

function printed(one: Case): string {
  return printProgram(built(one));
}

function built({ state, parameters, f }: Case): Program {
  const b = createGraphBuilder();
  const y = b.input("state", 0, state);
  const forward = b.graph([
    f(
      b,
      y,
      parameters.map((shape, i) => b.input("parameter", i, shape)),
    ),
  ]);
  const sizes = { states: [sizeOf(state)], parameters: parameters.map(sizeOf), captured: [] };
  const backward = differentiate(forward);
  return buildProgram({ forward, backward, sizes, precision: "float64" });
}
