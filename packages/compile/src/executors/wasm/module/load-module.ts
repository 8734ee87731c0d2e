import { binaryFunctions, unaryFunctions } from "../../../graph/functions/scalar-functions.js";
import { module, plainInstructions } from "./bytes.js";
import type { WasmExports } from "./wasm-exports.js";

/** undefined: not tried yet; null: not to be had. */
let compiled: WebAssembly.Module | null | undefined;

/**
 * The module, compiled at the first call; undefined where there is no WebAssembly or no SIMD, or where a content security
 * policy forbids it.
 */
export function loadModule(): WebAssembly.Module | undefined {
  if (compiled === undefined) compiled = compile();
  return compiled ?? undefined;
}

function compile(): WebAssembly.Module | null {
  if (typeof WebAssembly !== "object") return null;
  try {
    const fused = binary(true);
    return new WebAssembly.Module(WebAssembly.validate(fused) ? fused : binary(false));
  } catch {
    // A CompileError without SIMD or by a policy; old versions of Chromium allow only small modules on a page's main thread.
    return null;
  }
}

/** Code of the character for six bits that are 0. */
const FIRST = 40;

/**
 * The module with fused multiply-add, an instruction of relaxed SIMD, or without: there a product takes the place of bytes
 * that do nothing, and a sum that of the instruction for both. Nothing moves.
 *
 * It is stored as text: a character has six bits; one beyond these has the upper two bits of the next byte, which are else 0.
 * Servers compress this to less than hexadecimal, and to a good deal less than base64, where equal bytes are different
 * characters.
 */
export function binary(isFused: boolean): Uint8Array<ArrayBuffer> {
  const text = isFused
    ? module
    : plainInstructions.reduce((all, [from, to]) => all.replaceAll(from, to), module);
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let upper = 0;
  // By index: the text is long, and this runs before anything is optimized.
  for (let i = 0; i < text.length; i++) {
    const bits = text.charCodeAt(i) - FIRST;
    if (bits < 64) bytes[length++] = 64 * upper + bits;
    upper = bits < 64 ? 0 : bits - 63;
  }
  return bytes.subarray(0, length);
}

/** An instance of the module for a program's memory, which must be new: what is not written is taken for zeros. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): WasmExports {
  const imports = { env: { memory }, unary: unaryFunctions, binary: binaryFunctions };
  return new WebAssembly.Instance(module, imports).exports as unknown as WasmExports;
}
