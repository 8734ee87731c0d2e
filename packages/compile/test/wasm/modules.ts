import { setFlagsFromString } from "node:v8";
import { fusedPlaces, module } from "../../src/executors/wasm/module/bytes.js";
import { fuse } from "../../src/executors/wasm/module/fuse.js";

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

/** The module without relaxed SIMD, and with it: in Node 20 behind a flag, which is on only while the module is compiled. */
export function modules(): ReadonlyArray<readonly [string, WebAssembly.Module]> {
  const plain = bytesOf(module);
  const fused = fuse(plain, bytesOf(fusedPlaces));
  const needsFlag = !WebAssembly.validate(fused);
  if (needsFlag) setFlagsFromString("--experimental-wasm-relaxed-simd");
  try {
    return [
      ["plain", new WebAssembly.Module(plain)],
      ["fused", new WebAssembly.Module(fused)],
    ];
  } finally {
    if (needsFlag) setFlagsFromString("--no-experimental-wasm-relaxed-simd");
  }
}
