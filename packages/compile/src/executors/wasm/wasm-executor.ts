import type { Executor } from "../executor.js";
import { loadModule } from "./module/load-module.js";
import { WasmProgram } from "./wasm-program.js";

/**
 * Runs programs in WebAssembly with SIMD instructions, each in a memory of its own; undefined where that is not possible:
 * without WebAssembly or SIMD, or on a page whose content security policy forbids it (it takes `wasm-unsafe-eval`).
 */
export function wasmExecutor(): Executor | undefined {
  const module = loadModule();
  if (module === undefined) return undefined;
  return { name: "wasm", load: (program) => new WasmProgram(module, program) };
}
