import { describe, expect, test } from "vitest";
import { wasmProgram } from "../../src/executors/wasm/wasm-executor.js";
import type { Program } from "../../src/program/program.js";
import { randomNumbers } from "../support/random-numbers.js";
import { modules } from "./modules.js";

type Precision = Program["precision"];

/** The product of a matrix whose rows are equal and one whose columns are equal. */
function product(
  module: WebAssembly.Module,
  precision: Precision,
  [m, n, k]: readonly [number, number, number],
  [transposeA, transposeB]: readonly [boolean, boolean],
): Set<number> {
  const newArray = (length: number) =>
    precision === "float32" ? new Float32Array(length) : new Float64Array(length);
  const random = randomNumbers(3);
  const [x, y] = [random.array(k), random.array(k)];
  const a = newArray(m * k).map((_, i) => x[transposeA ? Math.floor(i / m) : i % k] as number);
  const b = newArray(k * n).map((_, i) => y[transposeB ? i % k : Math.floor(i / n)] as number);
  const [bAt, cAt] = [m * k, (m + n) * k];
  const program: Program = {
    ...{ precision, arenaLength: cAt + m * n, tables: new Int32Array(0), constants: [] },
    inputs: {
      states: [
        { offset: 0, length: m * k },
        { offset: bAt, length: n * k },
      ],
      ...{ time: undefined, parameters: [], captured: [], cotangents: [] },
    },
    outputs: [{ offset: cAt, length: m * n }],
    bars: { states: [], parameters: [], time: undefined },
    forward: [
      {
        ...{ kind: "matMul", batch: 1, m, n, k, a: 0, b: bAt, c: cAt },
        ...{ strideA: 0, strideB: 0, strideC: 0, transposeA, transposeB },
        ...{ bias: undefined, activation: undefined, accumulates: false },
      },
    ],
    ...{ prelude: [], backward: [] },
  };
  const c = newArray(m * n);
  wasmProgram(module, program).evaluate(0, [a, b], [c]);
  return new Set(c);
}

const lengths = [1, 2, 3, 4, 5, 7, 9, 16, 17, 33];
const flags = [false, true];

// Ties of what is compared later must stay ties.
describe.each(modules())("Products of the %s module", (_, module) => {
  test.each(["float32", "float64"] as const)(
    "have equal rows and columns where A and B do, in %s.",
    (precision) => {
      for (const m of lengths)
        for (const n of lengths)
          for (const transposeA of flags)
            for (const transposeB of flags) {
              const found = product(module, precision, [m, n, 11], [transposeA, transposeB]);
              expect([...found], `${m} × ${n} ${transposeA} ${transposeB}`).toHaveLength(1);
            }
    },
  );
});
