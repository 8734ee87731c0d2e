// Written by assembly/build.mjs from the sources beside it: pnpm build:wasm. Do not edit.

/** The functions of the module. Addresses and counts are integers; how each works stands in assembly/. */
export interface WasmExports {
  linearCombination(
    out: number,
    terms: number,
    coefficients: number,
    used: number,
    count: number,
  ): void;
}
