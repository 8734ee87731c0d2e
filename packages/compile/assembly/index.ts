// What the module exports. Compiled by build.mjs into src/executors/wasm/module/bytes.ts. The memory is a program's own; what
// the module itself needs of it lies before `firstFree`.

import { run } from "./run";

/** Runs the instructions of a program in float32 from one address to another. */
export function runFloat32(begin: usize, end: usize): void {
  run<f32>(begin, end);
}

/** The same for a program in float64. */
export function runFloat64(begin: usize, end: usize): void {
  run<f64>(begin, end);
}

/** The first address of the memory that the module does not use. */
export function firstFree(): usize {
  return __heap_base;
}
