import { expect, test } from "vitest";
import { wasmExecutor } from "../../src/executors/wasm/wasm-executor.js";
import type { Program } from "../../src/program/program.js";
import { randomInstruction } from "./random-instructions.js";
import { runPlainly } from "./run-plainly.js";

const PROGRAMS = 1500;

/** The whole arena, after one instruction. */
function afterwards(
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
  const executor = wasmExecutor();
  if (executor === undefined) throw new Error("There is no WebAssembly.");
  const loaded = executor.load(program);
  const result =
    precision === "float32" ? new Float32Array(arena.length) : new Float64Array(arena.length);
  loaded.evaluate(0, [], [result]);
  loaded.release();
  const want = Float64Array.from(arena);
  runPlainly([instruction], { tables }, want);
  return { got: Float64Array.from(result), want, kind: instruction.kind };
}

function worstError(seed: number, precision: Program["precision"]): number {
  const { got, want } = afterwards(seed, precision);
  const largest = want.reduce((max, x) => Math.max(max, Math.abs(x)), 1);
  return got.reduce((worst, x, i) => {
    const exact = want[i] as number;
    if (Object.is(x, exact)) return worst;
    return Math.max(worst, Math.abs(x - exact) / largest) + (Number.isNaN(x - exact) ? 1 : 0);
  }, 0);
}

test("Each instruction does in float64 what it is defined to do, and touches nothing else.", () => {
  for (let seed = 0; seed < PROGRAMS; seed++)
    expect(
      worstError(seed, "float64"),
      JSON.stringify(randomInstruction(seed).instruction),
    ).toBeLessThan(1e-13);
});

test("Each instruction does in float32 what it is defined to do, and touches nothing else.", () => {
  for (let seed = 0; seed < PROGRAMS; seed++)
    expect(
      worstError(seed, "float32"),
      JSON.stringify(randomInstruction(seed).instruction),
    ).toBeLessThan(1e-5);
});
