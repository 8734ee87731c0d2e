import { describe, expect, test } from "vitest";
import { wasmProgram } from "../../src/executors/wasm/wasm-executor.js";
import type { Program } from "../../src/program/program.js";
import { modules } from "./modules.js";
import { randomInstruction } from "./random-instructions.js";
import { runPlainly } from "./run-plainly.js";

const PROGRAMS = 600;

/** The whole arena, after one instruction. */
function afterwards(
  module: WebAssembly.Module,
  seed: number,
  precision: Program["precision"],
): { got: Float64Array; want: Float64Array; kind: string } {
  const { instruction, arena, tables } = randomInstruction(seed);
  const everything = { offset: 0, length: arena.length };
  const program: Program = {
    precision,
    arenaLength: arena.length,
    tables,
    constants: [{ offset: 0, values: arena }],
    inputs: { time: undefined, states: [], parameters: [], captured: [], cotangents: [] },
    outputs: [everything],
    bars: { states: [], parameters: [], time: undefined },
    prelude: [],
    forward: [instruction],
    backward: [],
  };
  const loaded = wasmProgram(module, program);
  const result =
    precision === "float32" ? new Float32Array(arena.length) : new Float64Array(arena.length);
  loaded.evaluate(0, [], [result]);
  const want = Float64Array.from(arena);
  runPlainly([instruction], { tables }, want);
  return { got: Float64Array.from(result), want, kind: instruction.kind };
}

function worstError(
  module: WebAssembly.Module,
  seed: number,
  precision: Program["precision"],
): number {
  const { got, want } = afterwards(module, seed, precision);
  const largest = want.reduce((max, x) => Math.max(max, Math.abs(x)), 1);
  return got.reduce((worst, x, i) => {
    const exact = want[i] as number;
    if (Object.is(x, exact)) return worst;
    return Math.max(worst, Math.abs(x - exact) / largest) + (Number.isNaN(x - exact) ? 1 : 0);
  }, 0);
}

const TOLERANCES = { float32: 1e-5, float64: 1e-13 };

describe.each(modules())("Each instruction of the %s module", (_, module) => {
  test.each(["float32", "float64"] as const)(
    "does in %s what it is defined to do, and touches nothing else.",
    (precision) => {
      for (let seed = 0; seed < PROGRAMS; seed++) {
        const error = worstError(module, seed, precision);
        const title = JSON.stringify(randomInstruction(seed).instruction);
        expect(error, title).toBeLessThan(TOLERANCES[precision]);
      }
    },
  );
});
