import { setFlagsFromString } from "node:v8";
import { binary } from "../../src/executors/wasm/module/load-module.js";

/** The module without relaxed SIMD, and with it: in Node 20 behind a flag, which is on only while the module is compiled. */
export function modules(): ReadonlyArray<readonly [string, WebAssembly.Module]> {
  const needsFlag = !WebAssembly.validate(binary(true));
  if (needsFlag) setFlagsFromString("--experimental-wasm-relaxed-simd");
  try {
    return [
      ["plain", new WebAssembly.Module(binary(false))],
      ["fused", new WebAssembly.Module(binary(true))],
    ];
  } finally {
    if (needsFlag) setFlagsFromString("--no-experimental-wasm-relaxed-simd");
  }
}
