/** The first byte of instructions on vectors. */
const SIMD = 0xfd;
/** Second bytes of a product, whose third byte is 1; its sums are two less. */
const FLOAT32_PRODUCT = 0xe6;
const FLOAT64_PRODUCT = 0xf2;
const NO_OPERATION = 1;

/**
 * The module with fused multiply-add, an instruction of relaxed SIMD: where a product is only added to something, the
 * instruction of the product is left out, and that of the sum is exchanged for one that takes the same operands in the same
 * order. Nothing moves.
 *
 * @param places Their places, as differences in LEB128.
 */
export function fuse(bytes: Uint8Array<ArrayBuffer>, places: Uint8Array): Uint8Array<ArrayBuffer> {
  const fused = bytes.slice();
  let at = 0;
  for (let i = 0; i < places.length; ) {
    let factor = 1;
    for (; (places[i] as number) > 127; i++, factor *= 128)
      at += ((places[i] as number) - 128) * factor;
    at += (places[i++] as number) * factor;
    fused.set(exchanged(fused[at + 1] as number), at);
  }
  return fused;
}

/** f32x4.relaxed_madd has the number 0x105, and f64x2.relaxed_madd 0x107. */
function exchanged(operation: number): ReadonlyArray<number> {
  if (operation === FLOAT32_PRODUCT || operation === FLOAT64_PRODUCT)
    return [NO_OPERATION, NO_OPERATION, NO_OPERATION];
  return [SIMD, operation === FLOAT32_PRODUCT - 2 ? 0x85 : 0x87, 2];
}
