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
  const [fused, plain] = binaries();
  try {
    return new WebAssembly.Module(WebAssembly.validate(fused) ? fused : plain);
  } catch {
    // A CompileError without SIMD or by a policy; old versions of Chromium allow only small modules on a page's main thread.
    return null;
  }
}

/**
 * The module with fused multiply-add, an instruction of relaxed SIMD, and without: there a product takes the place of bytes
 * that do nothing, and a sum that of the instruction for both. Nothing moves.
 */
export function binaries(): [fused: Uint8Array<ArrayBuffer>, plain: Uint8Array<ArrayBuffer>] {
  const plain = plainInstructions.reduce((text, [from, to]) => text.replaceAll(from, to), module);
  return [bytesOf(module), bytesOf(plain)];
}

/** Code of the character for six bits that are 0. */
const FIRST = 40;

/**
 * Bytes of a text: a character has six bits; one beyond these has the upper two bits of the next byte, which are else 0. Servers
 * compress this to less than hexadecimal, and to a good deal less than base64, where equal bytes are different characters.
 */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes: Array<number> = [];
  let upper = 0;
  for (const character of text) {
    const bits = character.charCodeAt(0) - FIRST;
    if (bits < 64) bytes.push(64 * upper + bits);
    upper = bits < 64 ? 0 : bits - 63;
  }
  return Uint8Array.from(bytes);
}

/** An instance of the module for a program's memory, which must be new: what is not written is taken for zeros. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): WasmExports {
  const imports = { env: { memory }, unary: unaryFunctions, binary: binaryFunctions };
  return new WebAssembly.Instance(module, imports).exports as unknown as WasmExports;
}
