import { describe, expect, it } from "vitest";
import type { Executor } from "../../src/executors/executor.js";
import { javascriptExecutor } from "../../src/executors/javascript/javascript-executor.js";
import { wasmExecutor } from "../../src/executors/wasm/wasm-executor.js";
import type { Instruction } from "../../src/program/program.js";
import { programsOn } from "../support/subject.js";
import { checkPrograms as check } from "./check-programs.js";
import { errorInFloat32, errorInFloat64 } from "./program-case.js";

/** An executor of programs in which one kind of instruction is wrong. */
function spoilt(executor: Executor, kind: "map" | "matMul"): Executor {
  const spoil = (instruction: Instruction): Instruction => {
    if (instruction.kind !== kind) {
      return instruction;
    }
    if (instruction.kind === "matMul") {
      return { ...instruction, transposeB: !instruction.transposeB };
    }
    const body = instruction.body.map((step) =>
      step.fn === "sin" ? { ...step, fn: "tanh" as const } : step,
    );
    return { ...instruction, body } as Instruction;
  };
  return {
    ...executor,
    load: (program) =>
      executor.load({
        ...program,
        forward: program.forward.map(spoil),
        backward: program.backward.map(spoil),
      }),
  };
}

describe("random graphs, as programs", () => {
  const executors = [javascriptExecutor, wasmExecutor() as Executor].map(programsOn);

  it.each(executors)(
    "$name computes in float64 what is defined",
    (executor) => {
      check((example) => errorInFloat64(example, executor));
    },
    600_000,
  );

  it.each(executors)(
    "$name computes in float32 the same but for its rounding",
    (executor) => {
      check((example, random) => errorInFloat32(example, executor, random));
    },
    600_000,
  );

  it.each(["map", "matMul"] as const)("a wrong %s is found", (kind) => {
    const wrong = programsOn(spoilt(javascriptExecutor, kind));
    expect(() => check((example) => errorInFloat64(example, wrong))).toThrow("Property failed");
  });
});
