import type { Program } from "../../program/program.js";
import type { Executor, LoadedProgram } from "../executor.js";
import { programOnMachine } from "../program-on-machine.js";
import { loadModule } from "./module/load-module.js";
import { wasmMachine } from "./wasm-machine.js";

/**
 * Runs programs in WebAssembly with SIMD instructions, each in a memory of its own; undefined where that is not possible:
 * without WebAssembly or SIMD, or on a page whose content security policy forbids it (it takes `wasm-unsafe-eval`).
 */
export function wasmExecutor(): Executor | undefined {
  const module = loadModule();
  return module && { name: "wasm", load: (program) => wasmProgram(module, program) };
}

/** A program with an instance of the module. */
export function wasmProgram(module: WebAssembly.Module, program: Program): LoadedProgram {
  return programOnMachine(program, wasmMachine(module, program));
}
