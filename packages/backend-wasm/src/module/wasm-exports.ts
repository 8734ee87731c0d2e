// Written by assembly/build.mjs from the sources beside it: pnpm build:wasm. Do not edit.

/** The functions of the module. Addresses and counts are integers; how each works stands in assembly/. */
export interface WasmExports {
  add(out: number, a: number, b: number, count: number): void;
  dot(a: number, b: number, count: number): number;
  linearCombination(
    out: number,
    terms: number,
    coefficients: number,
    used: number,
    count: number,
  ): void;
  scaledError(
    out: number,
    error: number,
    from: number,
    to: number,
    rtol: number,
    atol: number,
    count: number,
  ): void;
  squaredErrors(
    error: number,
    from: number,
    to: number,
    rtol: number,
    atol: number,
    count: number,
  ): number;
}
