import { expect, test } from "vitest";
import type { Program } from "../../program/program.js";
import { wasmExecutor } from "./wasm-executor.js";

test("A fused map runs.", () => {
  const program: Program = {
    precision: "float32",
    arenaLength: 64,
    tables: new Int32Array(0),
    constants: [{ offset: 10, values: Float64Array.of(2) }],
    inputs: {
      time: undefined,
      states: [{ offset: 0, length: 5 }],
      parameters: [],
      captured: [],
      cotangents: [],
    },
    outputs: [{ offset: 20, length: 5 }],
    bars: { states: [], parameters: [], time: undefined },
    prelude: [],
    forward: [
      {
        kind: "map",
        outer: 1,
        inner: 5,
        operands: [
          { offset: 0, mode: "full" },
          { offset: 10, mode: "scalar" },
        ],
        body: [
          { fn: "tanh", registers: [0] },
          { fn: "multiply", registers: [1, 2] },
          { fn: "add", registers: [3, 0] },
        ],
        stores: [{ register: 4, offset: 20, accumulates: false }],
      },
    ],
    backward: [],
  };
  const loaded = wasmExecutor()!.load(program);
  const dy = new Float32Array(5);
  loaded.evaluate(0, [Float32Array.of(-2, -1, 0, 1, 9)], [dy]);
  expect([...dy]).toEqual([-2, -1, 0, 1, 9].map((x) => Math.fround(2 * Math.tanh(x) + x)));
});
