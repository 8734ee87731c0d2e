/** Code of the character for six bits that are 0. */
const FIRST = 40;

/**
 * Bytes as text: a character for six bits, after one for the upper two bits unless they are 0. It is read by
 * src/executors/wasm/module/load-module.ts.
 */
export function textOf(bytes) {
  return Array.from(bytes, (byte) => {
    const lower = String.fromCharCode(FIRST + (byte & 63));
    return byte < 64 ? lower : String.fromCharCode(FIRST + 63 + (byte >> 6)) + lower;
  }).join("");
}
