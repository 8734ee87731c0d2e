// Written by assembly/build.mjs from the sources beside it: pnpm build:wasm. Do not edit.

/** The functions of the module. Addresses and counts are integers; how each works stands in assembly/. */
export interface WasmExports {
  runFloat32(begin: number, end: number): void;
  runFloat64(begin: number, end: number): void;
  firstFree(): number;
}
